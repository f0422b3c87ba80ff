// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.espalier.base.internal.JsonTree;
import io.espalier.model.Model;
import io.espalier.model.keras.KerasFormat;
import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.layer.Conv2D;
import io.espalier.model.layer.Dense;
import io.espalier.model.layer.pooling.GlobalAveragePooling2D;
import io.espalier.model.layer.reshaping.Flatten;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page beside a model, in headless Chromium, from a server of files, without a network. */
@Tag("conformance")
class WebPageTest {
    private static final int PATIENCE_SECONDS = 60;

    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
    private final ConcurrentLinkedQueue<String> missing = new ConcurrentLinkedQueue<>();
    private @Nullable HttpServer server;

    @TempDir
    private Path folder;

    @AfterEach
    void stop() {
        if (server != null) {
            server.stop(0);
        }
    }

    @Test
    void aDrawnDigitIsClassified() throws Exception {
        Model digits = Model.sequential()
                .input(28, 28)
                .add(new Flatten())
                .add(Dense.of(10).withActivation(ActivationFunction.SOFTMAX))
                .build(1);

        JsonNode answer = shown(digits, List.of("zero", "one", "two", "three", "four", "five", "six", "7", "<8>", "9"));

        assertThat(answer.path("trouble").asText()).isEmpty();
        assertThat(answer.path("results")).hasSize(5);
    }

    @Test
    void aChosenImageIsClassified() throws Exception {
        Model pictures = Model.sequential()
                .input(16, 24, 3)
                .add(Conv2D.of(4, 3).withActivation(ActivationFunction.HARD_SWISH))
                .add(new GlobalAveragePooling2D())
                .add(Dense.of(3))
                .build(1);

        JsonNode answer = shown(pictures, List.of("a cat", "a dog", "</script>"));

        assertThat(answer.path("trouble").asText()).isEmpty();
        assertThat(answer.path("results").toString()).contains("a cat", "a dog", "</script>");
    }

    private JsonNode shown(Model model, List<String> labels) throws Exception {
        Path keras = folder.resolve("model.h5");
        KerasFormat.H5.write(model, null, keras);
        Path names = Files.write(folder.resolve("labels.txt"), labels);
        Path web = folder.resolve("web");
        String[] words = {
            "-q",
            "export",
            keras.toString(),
            "--to",
            "tfjs-layers",
            "-o",
            web.toString(),
            "--weights",
            "uint8",
            "--page",
            "--labels",
            names.toString()
        };
        assertThat(Main.commandLine(words).execute(words)).isZero();
        return JsonTree.parse(visited(web));
    }

    /** What the page shows; the browser must have nothing to complain of, and every file must be there. */
    private String visited(Path web) throws Exception {
        HttpServer started = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server = started;
        started.createContext("/", exchange -> serve(exchange, web));
        started.start();
        Path log = folder.resolve("chromium.log");
        Process chromium = new ProcessBuilder(
                        "chromium",
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        // WebGL on a processor complains of itself.
                        "--disable-3d-apis",
                        "--enable-logging=stderr",
                        "--user-data-dir=" + folder.resolve("profile"),
                        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
                        "http://127.0.0.1:" + started.getAddress().getPort() + "/draws.html")
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            String answer = answers.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            assertThat(missing).isEmpty();
            assertThat(Files.readAllLines(log).stream().filter(line -> line.contains("CONSOLE")))
                    .isEmpty();
            return Objects.requireNonNull(answer, "no answer");
        } finally {
            List<ProcessHandle> parts = chromium.descendants().toList();
            chromium.destroy();
            parts.forEach(ProcessHandle::destroyForcibly);
            chromium.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
    }

    private void serve(HttpExchange exchange, Path web) throws IOException {
        String path = exchange.getRequestURI().getPath();
        try (exchange) {
            byte[] content = new byte[0];
            if (path.equals("/answer")) {
                answers.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            } else if (path.equals("/draws.html")) {
                try (InputStream page =
                        Objects.requireNonNull(WebPageTest.class.getResourceAsStream("draws-on-page.html"))) {
                    content = page.readAllBytes();
                }
            } else if (Files.isRegularFile(web.resolve(path.replaceFirst("^/site/", "")))) {
                content = Files.readAllBytes(web.resolve(path.replaceFirst("^/site/", "")));
            } else {
                missing.add(path);
            }
            exchange.getResponseHeaders()
                    .add("Content-Type", path.endsWith(".js") ? "text/javascript" : "text/html; charset=utf-8");
            exchange.sendResponseHeaders(200, content.length == 0 ? -1 : content.length);
            exchange.getResponseBody().write(content);
        }
    }
}
