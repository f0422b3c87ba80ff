// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.runs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.espalier.base.internal.JsonTree;
import io.espalier.experiment.runs.RunFile.Input;
import io.espalier.experiment.runs.RunFile.Output;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Reads run files, and says what is wrong with those that cannot be read. Fields that it does not know are ignored. */
final class RunFileReader {
    private final Path file;
    private final JsonNode tree;

    private RunFileReader(Path file, JsonNode tree) {
        this.file = file;
        this.tree = tree;
    }

    static RunFile read(Path file, String text) {
        JsonNode tree;
        try {
            tree = JsonTree.parse(text);
        } catch (JsonProcessingException e) {
            throw new RunFileException(file + ": no run file: it is not valid JSON");
        }
        if (!tree.path("run").isIntegralNumber()) {
            throw new RunFileException(
                    file + ": no run file of Espalier, but one of the same name; it has no number 'run'");
        }
        int order = tree.path("run").bigIntegerValue().compareTo(BigInteger.valueOf(RunFile.FORM));
        if (order > 0) {
            throw new RunFileException(file + ": written by a newer Espalier, "
                    + tree.at("/versions/" + RunFile.ESPALIER).asText("of unknown version") + " (form "
                    + tree.path("run").asText() + "; this one reads form " + RunFile.FORM + "); use that version");
        }
        if (order < 0) {
            throw new RunFileException(file + ": no run file of Espalier: there is no form "
                    + tree.path("run").asText());
        }
        return new RunFileReader(file, tree).run();
    }

    private RunFile run() {
        JsonNode seed = tree.path("seed");
        JsonNode recipe = tree.path("recipe");
        return new RunFile(
                texts(field(tree, "arguments", JsonNode::isArray)),
                text(tree, "folder"),
                text(tree, "started"),
                field(tree, "seconds", JsonNode::isNumber).doubleValue(),
                map(field(tree, "versions", JsonNode::isObject)),
                text(tree, "platform"),
                field(tree, "processors", JsonNode::isInt).intValue(),
                seed.isIntegralNumber() ? Long.valueOf(seed.longValue()) : null,
                map(field(tree, "settings", JsonNode::isObject)),
                recipe.isObject() ? recipe : null,
                inputs(field(tree, "inputs", JsonNode::isArray)),
                outputs(field(tree, "outputs", JsonNode::isArray)));
    }

    private List<Input> inputs(JsonNode list) {
        List<Input> inputs = new ArrayList<>();
        for (JsonNode entry : list) {
            boolean isNamed = !entry.has("bytes");
            inputs.add(new Input(
                    text(entry, "role"),
                    text(entry, "path"),
                    isNamed
                            ? -1
                            : field(entry, "bytes", JsonNode::isIntegralNumber).longValue(),
                    isNamed && !entry.has("sha256") ? "" : text(entry, "sha256")));
        }
        return inputs;
    }

    private List<Output> outputs(JsonNode list) {
        List<Output> outputs = new ArrayList<>();
        for (JsonNode entry : list) {
            outputs.add(new Output(
                    text(entry, "path"),
                    field(entry, "bytes", JsonNode::isIntegralNumber).longValue(),
                    text(entry, "sha256")));
        }
        return outputs;
    }

    private List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        for (JsonNode entry : list) {
            if (!entry.isTextual()) {
                throw damaged("arguments");
            }
            texts.add(entry.textValue());
        }
        return texts;
    }

    private Map<String, String> map(JsonNode object) {
        Map<String, String> map = new LinkedHashMap<>();
        object.properties()
                .forEach(entry -> map.put(entry.getKey(), entry.getValue().asText()));
        return map;
    }

    private String text(JsonNode object, String name) {
        return field(object, name, JsonNode::isTextual).textValue();
    }

    private JsonNode field(JsonNode object, String name, Predicate<JsonNode> fits) {
        JsonNode value = object.path(name);
        if (!fits.test(value)) {
            throw damaged(name);
        }
        return value;
    }

    private RunFileException damaged(String name) {
        return new RunFileException(file + ": a damaged run file: '" + name + "' is missing or of another type");
    }
}
