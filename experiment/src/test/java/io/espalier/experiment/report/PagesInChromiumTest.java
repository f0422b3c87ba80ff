// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.report;

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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page of a report in headless Chromium, without a network; axe-core from npm judges whether everyone can read it. */
@Tag("conformance")
class PagesInChromiumTest {
    private static final int PATIENCE_SECONDS = 120;
    private static final Path NPM = Path.of("target/pages-npm").toAbsolutePath();

    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
    private final ConcurrentLinkedQueue<String> missing = new ConcurrentLinkedQueue<>();
    private final Map<String, byte[]> served = new ConcurrentHashMap<>();
    private HttpServer server;

    @TempDir
    private Path folder;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::serve);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void everyChartIsDrawnAndEveryoneCanReadThePage() throws Exception {
        JsonNode answer =
                lookedAt(SampleReport.of(12, "</script><img src=/x>.tflite").toHtml(), "?judged");

        assertThat(answer.path("trouble").asText()).isEmpty();
        assertThat(answer.path("charts").asInt()).isEqualTo(8);
        assertThat(answer.path("drawn").asInt()).isEqualTo(8);
        assertThat(answer.path("requests")).isEmpty();
        assertThat(answer.path("foreign").asInt()).isZero();
        assertThat(answer.path("overlaps").asInt()).isZero();
        assertThat(answer.path("serious")).isEmpty();
        assertThat(answer.path("seriousInTheOther")).isEmpty();
    }

    @Test
    void readersSortHoverAndChooseLightOrDark() throws Exception {
        JsonNode answer = lookedAt(SampleReport.of(5, "small.tflite").toHtml(), "");

        assertThat(answer.path("trouble").asText()).isEmpty();
        assertThat(answer.at("/down/sort").asText()).isEqualTo("descending");
        assertThat(answer.at("/down/first").asText()).isEqualTo("baseline.h5");
        assertThat(answer.at("/up/sort").asText()).isEqualTo("ascending");
        assertThat(answer.at("/up/first").asText()).isEqualTo("variant-4.tflite");
        assertThat(answer.path("tip").asText()).contains("file", "accuracy", "0.9");
        assertThat(answer.at("/themes/0")).isNotEqualTo(answer.at("/themes/1"));
    }

    @Test
    void twoHundredFilesFitIntoANarrowWindowAndAreReadWithoutScripts() throws Exception {
        JsonNode answer = lookedAt(SampleReport.of(200, "small.tflite").toHtml(), "");

        assertThat(answer.path("trouble").asText()).isEmpty();
        assertThat(answer.path("narrow").asInt()).isLessThanOrEqualTo(360);
        assertThat(answer.path("drawnInNarrow").asInt()).isEqualTo(8);
        assertThat(answer.path("overlaps").asInt()).isZero();
        assertThat(answer.path("rowsWithoutScript").asInt()).isEqualTo(200);
        assertThat(answer.path("buttonsWithoutScript").asInt()).isZero();
    }

    /** @param how {@code ?judged} has axe-core look too, which takes long on large pages */
    private JsonNode lookedAt(String page, String how) throws Exception {
        served.put("/page.html", page.getBytes(StandardCharsets.UTF_8));
        served.put("/looks.html", resource("looks-at-page.html"));
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
                        "http://127.0.0.1:" + server.getAddress().getPort() + "/looks.html" + how)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            String answer = answers.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            assertThat(missing).isEmpty();
            assertThat(Files.readAllLines(log).stream()
                            .filter(line -> line.contains("CONSOLE"))
                            // That is what the test wants to see.
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
        try (InputStream content = Objects.requireNonNull(
                PagesInChromiumTest.class.getResourceAsStream("/io/espalier/experiment/page/" + name), name)) {
            return content.readAllBytes();
        }
    }
}
