// SPDX-License-Identifier: Apache-2.0
package io.espalier.consumers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.espalier.base.internal.JsonTree;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/** TensorFlow.js 4.22 in Node, on the processor. */
final class TfjsNode implements AutoCloseable {
    private final Process node;
    private final BufferedReader answers;

    private TfjsNode(Process node) {
        this.node = node;
        this.answers = node.inputReader(StandardCharsets.UTF_8);
    }

    static TfjsNode start() throws IOException, InterruptedException {
        Path packages = Packages.tensorFlowJs();
        Path script = packages.resolveSibling("tfjs-node.js");
        Files.copy(Resources.open("tfjs-node.js"), script, StandardCopyOption.REPLACE_EXISTING);
        return new TfjsNode(new ProcessBuilder(
                        "node", script.toString(), packages.getParent().toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start());
    }

    /** What a layers model in a folder computes. */
    List<Values> run(Path folder, List<Values> inputs) throws IOException {
        return outputs(ask(job(folder, inputs)));
    }

    /** Saves one of the models that the script builds; what it computes. */
    List<Values> save(String model, Path folder, List<Values> inputs) throws IOException {
        return outputs(ask(job(folder, inputs).put("save", model)));
    }

    private static ObjectNode job(Path folder, List<Values> inputs) {
        ObjectNode job = new JsonMapper().createObjectNode().put("folder", folder.toString());
        inputs.forEach(input -> job.withArray("inputs").add(input.toJson()));
        return job;
    }

    private static List<Values> outputs(JsonNode answer) {
        List<Values> outputs = new ArrayList<>();
        answer.path("outputs").forEach(output -> outputs.add(Values.fromJson(output)));
        return outputs;
    }

    private JsonNode ask(ObjectNode job) throws IOException {
        OutputStream to = node.getOutputStream();
        to.write((JsonTree.print(job) + "\n").getBytes(StandardCharsets.UTF_8));
        to.flush();
        String line = answers.readLine();
        if (line == null) {
            throw new IllegalStateException("node ended");
        }
        JsonNode answer = JsonTree.parse(line);
        if (answer.has("error")) {
            throw new AssertionError("TensorFlow.js: " + answer.path("error").asText());
        }
        return answer;
    }

    @Override
    public void close() {
        node.destroy();
    }
}
