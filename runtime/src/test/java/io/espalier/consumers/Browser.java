// SPDX-License-Identifier: Apache-2.0
package io.espalier.consumers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.espalier.base.internal.JsonTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A runtime that runs in a browser: headless Chromium with a page that takes one model after another. */
final class Browser implements Consumer {
    private static final int PATIENCE_SECONDS = 90;

    private final String library;
    private final PageServer server;
    private final Path profile;
    private final Process chromium;

    /** @param library the script beside these classes that loads the runtime, without its ending */
    private Browser(String library) throws IOException, InterruptedException {
        this.library = library;
        server = new PageServer(Packages.installed());
        profile = Files.createTempDirectory("chromium");
        chromium = new ProcessBuilder(
                        "chromium",
                        "--headless",
                        // In a container, tests may run as root.
                        "--no-sandbox",
                        "--disable-gpu",
                        "--user-data-dir=" + profile,
                        // Packages may send usage figures: this machine's own server is all that they reach.
                        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
                        server.address("page.html?" + library))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** LiteRT.js, on the processor. */
    static Browser liteRtJs() throws IOException, InterruptedException {
        return new Browser("litert");
    }

    /** The ImageClassifier of MediaPipe. It takes one image of bytes, [height, width, 3], and gives the scores of all classes. */
    static Browser mediaPipe() throws IOException, InterruptedException {
        return new Browser("mediapipe");
    }

    /** The TFLite runtime of TensorFlow.js. */
    static Browser tfjsTflite() throws IOException, InterruptedException {
        return new Browser("tfjs-tflite");
    }

    @Override
    public Answer run(byte[] model, List<Values> inputs) {
        ObjectNode job = new JsonMapper().createObjectNode();
        inputs.forEach(input -> job.withArray("inputs").add(input.toJson()));
        server.give(model, JsonTree.print(job));
        try {
            JsonNode answer = JsonTree.parse(answer());
            JsonNode error = answer.get("error");
            if (error != null) {
                return new Refusal(error.asText());
            }
            List<Values> outputs = new ArrayList<>();
            answer.path("outputs").forEach(output -> outputs.add(Values.fromJson(output)));
            List<String> labels = new ArrayList<>();
            answer.path("labels").forEach(label -> labels.add(label.asText()));
            return new Outputs(outputs, labels);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for " + library, e);
        }
    }

    private String answer() throws InterruptedException {
        for (int second = 0; second < PATIENCE_SECONDS; second++) {
            @Nullable String answer = server.answers().poll(1, TimeUnit.SECONDS);
            if (answer != null) {
                return answer;
            }
            if (!chromium.isAlive()) {
                throw new IllegalStateException("chromium ended with " + chromium.exitValue() + " under " + library);
            }
        }
        throw new IllegalStateException(library + " gave no answer in " + PATIENCE_SECONDS + " seconds");
    }

    @Override
    public void close() {
        List<ProcessHandle> parts = chromium.descendants().toList();
        chromium.destroy();
        parts.forEach(ProcessHandle::destroyForcibly);
        server.close();
        try {
            if (!chromium.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                chromium.destroyForcibly();
            }
            deleteProfile();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void deleteProfile() {
        try (Stream<Path> files = Files.walk(profile)) {
            files.sorted((one, other) -> other.compareTo(one))
                    .forEach(file -> file.toFile().delete());
        } catch (IOException | UncheckedIOException e) {
            // A process that is just ending may still write; what is left is in the folder for temporary files.
        }
    }
}
