import './app/mantine-styles.ts';
import './app/panel.css';
import { setNonce } from 'get-nonce';
import { createRoot } from 'react-dom/client';
import { App } from './app/app.tsx';
import { styleNonce } from './app/place.ts';

// Dialogs lock scrolling by a style element of their own.
setNonce(styleNonce);
const root = document.getElementById('root');
if (root !== null) createRoot(root).render(<App />);
