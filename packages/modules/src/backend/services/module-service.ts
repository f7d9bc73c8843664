import { implement } from '@tessera/webapi';
import { ModuleService } from '../contract/module-service.ts';

/** What Magento splits off as modules of their own is the kernel here. */
const KERNEL = ['Magento_Webapi'];

export const moduleService = implement(ModuleService, {
  getModules: (_, call) => [...KERNEL, ...call.ports.modules.map((module) => module.name)],
});
