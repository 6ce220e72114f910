// Runs a Go test binary for GOOS=js in a real browser, so that what needs a browser's own stores and keys is
// tested there:
//
//   GOOS=js GOARCH=wasm go test -c -o build/store.wasm ./store/indexeddb
//   node tests/browser/wasm.mjs build/store.wasm -test.v
//
// It prints what the tests print and ends with their exit code.
import { execFileSync, spawn } from "node:child_process";
import { createServer } from "node:http";
import { createReadStream, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const [binary, ...flags] = process.argv.slice(2);
const chromium = process.env.CHROMIUM || "/usr/bin/chromium";
if (!binary || !existsSync(binary)) throw new Error("name the test binary: see the top of this file");
if (!existsSync(chromium)) throw new Error(`there is no Chromium at ${chromium}: install it, or set CHROMIUM`);
const support = readFileSync(join(execFileSync("go", ["env", "GOROOT"]).toString().trim(), "lib/wasm/wasm_exec.js"));

// A browser has no files. Folders that tests make and take away again are only names to the stores.
const page = `<!doctype html><meta charset="utf-8"><title>Go tests</title><script src="/wasm_exec.js"></script><script>
const ok = (...a) => a.pop()(null);
const absent = (...a) => a.pop()(Object.assign(new Error("absent"), { code: "ENOENT" }));
const text = new TextDecoder();
let said = "";
Object.assign(globalThis.fs, { mkdir: ok, rmdir: ok, unlink: ok, lstat: absent, stat: absent, open: absent,
  writeSync(_, bytes) { said += text.decode(bytes); return bytes.length; },
  write(_, bytes, from, length, __, done) { said += text.decode(bytes.subarray(from, from + length)); done(null, length); } });
const end = (code) => fetch("/end?code=" + code, { method: "POST", body: said });
const go = new Go();
go.argv = ["test", ...${JSON.stringify(flags)}];
go.exit = end;
WebAssembly.instantiateStreaming(fetch("/test.wasm"), go.importObject).then(({ instance }) => go.run(instance)).catch((e) => { said += e; end(99); });
</script>`;

let browser;
const profile = mkdtempSync(join(tmpdir(), "willing-wasm-"));
const finish = (code) => {
  server.close();
  browser.once("exit", () => {
    // Helpers of the browser may still be writing for a moment. What they leave lies in the temporary folder and
    // says nothing about the tests.
    try {
      rmSync(profile, { recursive: true, force: true, maxRetries: 9, retryDelay: 100 });
    } catch (left) {
      console.error(`left behind: ${left.path} (${left.code})`);
    }
    process.exit(code);
  });
  process.kill(-browser.pid, "SIGKILL"); // the whole group: the browser and its helpers
};
const server = createServer((request, response) => {
  const { pathname, searchParams } = new URL(request.url, "http://localhost");
  if (pathname === "/") response.setHeader("Content-Type", "text/html").end(page);
  else if (pathname === "/wasm_exec.js") response.end(support);
  else if (pathname === "/test.wasm") {
    response.setHeader("Content-Type", "application/wasm");
    createReadStream(binary).pipe(response);
  } else if (pathname === "/end") {
    let said = "";
    request.on("data", (piece) => (said += piece)).on("end", () => {
      process.stdout.write(said);
      response.end();
      finish(Number(searchParams.get("code")));
    });
  } else response.writeHead(404).end();
}).listen(0, "127.0.0.1", () => {
  const flags = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-sync"];
  browser = spawn(chromium, [...flags, `--user-data-dir=${profile}`, `http://127.0.0.1:${server.address().port}/`], { stdio: "ignore", detached: true });
});
setTimeout(() => {
  console.error("the tests did not end within five minutes");
  finish(98);
}, 300_000).unref();
