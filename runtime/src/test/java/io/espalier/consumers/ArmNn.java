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

/** ArmNN with its reference backend, through Debian's python3-pyarmnn: a process for each model. */
final class ArmNn implements Consumer {
    private static final int PATIENCE_SECONDS = 60;

    private final Path folder;

    ArmNn() throws IOException {
        folder = Files.createTempDirectory("armnn");
        Files.write(folder.resolve("armnn_run.py"), Resources.bytes("armnn_run.py"));
    }

    @Override
    public Answer run(byte[] model, List<Values> inputs) {
        ObjectNode job = new JsonMapper().createObjectNode();
        inputs.forEach(input -> job.withArray("inputs").add(input.toJson()));
        try {
            Files.write(folder.resolve("model.tflite"), model);
            Files.writeString(folder.resolve("job.json"), JsonTree.print(job));
            JsonNode answer = JsonTree.parse(runScript());
            if (answer.has("error")) {
                return new Refusal(answer.get("error").asText());
            }
            List<Values> outputs = new ArrayList<>();
            answer.path("outputs").forEach(output -> outputs.add(Values.fromJson(output)));
            return new Outputs(outputs, List.of());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for ArmNN", e);
        }
    }

    private String runScript() throws IOException, InterruptedException {
        Path answer = folder.resolve("answer.json");
        Path log = folder.resolve("log.txt");
        Files.deleteIfExists(answer);
        Process python = new ProcessBuilder("/usr/bin/python3", "armnn_run.py")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (!python.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            python.destroyForcibly();
            throw new IllegalStateException("ArmNN gave no answer in " + PATIENCE_SECONDS + " seconds");
        }
        if (!Files.exists(answer)) {
            throw new IllegalStateException("ArmNN ended with " + python.exitValue() + ": " + Files.readString(log));
        }
        return Files.readString(answer);
    }

    @Override
    public void close() {
        for (String file : List.of("armnn_run.py", "model.tflite", "job.json", "answer.json", "log.txt", "")) {
            folder.resolve(file).toFile().delete();
        }
    }
}
