/** The page of Swagger UI. @param base path below which everything stands, with slashes around it */
export const swaggerPage = (base: string): string => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Web API – Tessera</title>
    <link rel="icon" type="image/png" href="${base}swagger/favicon-32x32.png">
    <link rel="stylesheet" href="${base}swagger/swagger-ui.css">
    <link rel="stylesheet" href="${base}swagger/page.css">
  </head>
  <body data-base="${base}">
    <form id="access" autocomplete="off">
      <h1>Web API</h1>
      <label>Store view <input name="store" value="all" size="10"></label>
      <label>Calls
        <select name="type">
          <option value="rest">synchronous</option>
          <option value="async">asynchronous</option>
          <option value="bulk">bulk</option>
        </select>
      </label>
      <label>Services <input name="services" placeholder="all" size="24"></label>
      <label>Authorise with
        <select name="kind">
          <option value="none">nothing</option>
          <option value="token">a token</option>
          <option value="oauth">OAuth 1.0a</option>
        </select>
      </label>
      <span data-kind="token" hidden>
        <label>Token of an admin, a customer or an integration <input name="token" type="password" size="40"></label>
      </span>
      <span data-kind="oauth" hidden>
        <label>Consumer key <input name="consumer_key"></label>
        <label>Consumer secret <input name="consumer_secret" type="password"></label>
        <label>Access token <input name="access_token"></label>
        <label>Access token secret <input name="access_token_secret" type="password"></label>
      </span>
      <button>Show what I may call</button>
      <p id="note" role="status"></p>
    </form>
    <div id="swagger-ui"></div>
    <script src="${base}swagger/swagger-ui-bundle.js"></script>
    <script type="module" src="${base}swagger/page.mjs"></script>
  </body>
</html>
`;
