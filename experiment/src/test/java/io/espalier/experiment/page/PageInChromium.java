// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.espalier.base.internal.JsonTree;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A page in headless Chromium, without a network, in a frame of another page that looks at it and answers; axe-core is there too. */
public final class PageInChromium implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 120;
    private static final Path NPM = Path.of("target/pages-npm").toAbsolutePath();

    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
    private final ConcurrentLinkedQueue<String> missing = new ConcurrentLinkedQueue<>();
    private final Map<String, byte[]> served = new ConcurrentHashMap<>();
    private final HttpServer server;

    private PageInChromium() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::serve);
        server.start();
    }

    /**
     * What a page of tests finds out about a page; the browser must have nothing to complain of.
     *
     * @param looks the name of the page of tests among the resources of this package, with a query if it takes one
     * @param folder for the browser's files
     */
    public static JsonNode answer(String page, String looks, Path folder) throws Exception {
        try (PageInChromium chromium = new PageInChromium()) {
            return chromium.looked(page, looks, folder);
        }
    }

    private JsonNode looked(String page, String looks, Path folder) throws Exception {
        served.put("/page.html", page.getBytes(StandardCharsets.UTF_8));
        String query = looks.contains("?") ? looks.substring(looks.indexOf('?')) : "";
        served.put("/looks.html", resource(looks.substring(0, looks.length() - query.length())));
        served.put("/axe.js", Files.readAllBytes(axe()));
        Path log = folder.resolve("chromium.log");
        Process chromium = new ProcessBuilder(
                        "chromium",
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--window-size=1280,1000",
                        "--enable-logging=stderr",
                        "--user-data-dir=" + folder.resolve("profile"),
                        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
                        "http://127.0.0.1:" + server.getAddress().getPort() + "/looks.html" + query)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            String answer = answers.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            assertThat(missing).isEmpty();
            assertThat(Files.readAllLines(log).stream()
                            .filter(line -> line.contains("CONSOLE"))
                            // A frame may forbid scripts to see what is read without them.
                            .filter(line -> !line.contains("Blocked script execution")))
                    .isEmpty();
            return JsonTree.parse(Objects.requireNonNull(answer, "no answer"));
        } finally {
            List<ProcessHandle> parts = chromium.descendants().toList();
            chromium.destroy();
            parts.forEach(ProcessHandle::destroyForcibly);
            chromium.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
    }

    private void serve(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        try (exchange) {
            byte[] content = served.getOrDefault(path, new byte[0]);
            if (path.equals("/answer")) {
                answers.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            } else if (content.length == 0) {
                missing.add(path);
            }
            exchange.getResponseHeaders()
                    .add("Content-Type", path.endsWith(".js") ? "text/javascript" : "text/html; charset=utf-8");
            exchange.sendResponseHeaders(200, content.length == 0 ? -1 : content.length);
            exchange.getResponseBody().write(content);
        }
    }

    /** The script of axe-core, of exactly the version in package-lock.json. */
    private static Path axe() throws Exception {
        Path script = NPM.resolve("node_modules/axe-core/axe.min.js");
        if (!Files.exists(script)) {
            Files.createDirectories(NPM);
            for (String name : List.of("package.json", "package-lock.json")) {
                Files.write(NPM.resolve(name), resource("npm/" + name));
            }
            Path log = NPM.resolve("npm.log");
            Process npm = new ProcessBuilder(
                            "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline")
                    .directory(NPM.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            assertThat(npm.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(npm.exitValue()).as(Files.readString(log)).isZero();
        }
        return script;
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream content = Objects.requireNonNull(PageInChromium.class.getResourceAsStream(name), name)) {
            return content.readAllBytes();
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
