// SPDX-License-Identifier: Apache-2.0
package io.espalier.consumers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.espalier.base.internal.JsonTree;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** ArmNN with its reference backend, through Debian's python3-pyarmnn: a process that takes one model after another. */
final class ArmNn implements Consumer {
    private static final int PATIENCE_SECONDS = 60;
    private static final String ANSWER = "ANSWER ";

    private final Path folder;
    private final Process python;
    private final BufferedReader said;

    ArmNn() throws IOException {
        folder = Files.createTempDirectory("armnn");
        Files.write(folder.resolve("armnn_run.py"), Resources.bytes("armnn_run.py"));
        python = new ProcessBuilder("/usr/bin/python3", "armnn_run.py")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        said = python.inputReader(StandardCharsets.UTF_8);
    }

    @Override
    public Answer run(byte[] model, List<Values> inputs) {
        ObjectNode job = new JsonMapper().createObjectNode();
        inputs.forEach(input -> job.withArray("inputs").add(input.toJson()));
        try {
            Files.write(folder.resolve("model.tflite"), model);
            JsonNode answer = JsonTree.parse(answer(JsonTree.print(job)));
            if (answer.has("error")) {
                return new Refusal(answer.get("error").asText());
            }
            List<Values> outputs = new ArrayList<>();
            answer.path("outputs").forEach(output -> outputs.add(Values.fromJson(output)));
            return new Outputs(outputs, List.of());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** It says other things too. */
    private String answer(String job) throws IOException {
        python.getOutputStream().write((job + "\n").getBytes(StandardCharsets.UTF_8));
        python.getOutputStream().flush();
        StringBuilder all = new StringBuilder();
        CompletableFuture<Void> limit = CompletableFuture.runAsync(
                python::destroyForcibly, CompletableFuture.delayedExecutor(PATIENCE_SECONDS, TimeUnit.SECONDS));
        for (String line = said.readLine(); line != null; line = said.readLine()) {
            if (line.startsWith(ANSWER)) {
                limit.cancel(false);
                return line.substring(ANSWER.length());
            }
            all.append(line).append('\n');
        }
        throw new IllegalStateException("ArmNN died of a model, or took more than " + PATIENCE_SECONDS + " s: " + all);
    }

    @Override
    public void close() {
        python.destroy();
        for (String file : List.of("armnn_run.py", "model.tflite", "")) {
            folder.resolve(file).toFile().delete();
        }
    }
}
