// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.runs;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.espalier.experiment.runs.RunFile.Input;
import io.espalier.experiment.runs.RunFile.Output;
import java.util.Map;

/** Run files as trees of JSON. Built by hand, as commands write them that are over within tenths of a second. */
final class RunFileTree {
    private RunFileTree() {}

    static ObjectNode of(RunFile run) {
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        tree.put("run", RunFile.FORM);
        ArrayNode arguments = tree.putArray("arguments");
        for (String argument : run.arguments()) {
            arguments.add(argument);
        }
        tree.put("folder", run.folder());
        tree.put("started", run.started());
        tree.put("seconds", run.seconds());
        put(tree.putObject("versions"), run.versions());
        tree.put("platform", run.platform());
        tree.put("processors", run.processors());
        if (run.seed() != null) {
            tree.put("seed", run.seed());
        }
        put(tree.putObject("settings"), run.settings());
        if (run.recipe() != null) {
            tree.set("recipe", run.recipe());
        }
        ArrayNode inputs = tree.putArray("inputs");
        for (Input input : run.inputs()) {
            ObjectNode entry = inputs.addObject().put("role", input.role()).put("path", input.path());
            if (!input.isNamed()) {
                entry.put("bytes", input.bytes());
            }
            if (!input.sha256().isEmpty()) {
                entry.put("sha256", input.sha256());
            }
        }
        ArrayNode outputs = tree.putArray("outputs");
        for (Output output : run.outputs()) {
            outputs.addObject()
                    .put("path", output.path())
                    .put("bytes", output.bytes())
                    .put("sha256", output.sha256());
        }
        return tree;
    }

    private static void put(ObjectNode object, Map<String, String> values) {
        for (Map.Entry<String, String> entry : values.entrySet()) {
            object.put(entry.getKey(), entry.getValue());
        }
    }
}
