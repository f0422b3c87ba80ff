// SPDX-License-Identifier: Apache-2.0
package io.espalier.compress.distil;

import io.espalier.compress.CompressionException;
import io.espalier.data.Dataset;
import io.espalier.model.Model;
import io.espalier.model.Node;
import io.espalier.model.tensor.Tensor;
import io.espalier.train.Evaluator;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Who teaches.
 *
 * @param title what messages call it
 * @param inputs the names of each input; empty if they are not known
 * @param outputs their names
 * @param model the teacher, if it is more than its answers
 * @param answering gives the answers at each output by name
 */
record Teacher(
        String title,
        List<Set<String>> inputs,
        List<String> outputs,
        Optional<Model> model,
        Function<Dataset, Map<String, Tensor>> answering) {
    static final String TITLE = "the teacher";

    private static final String ONLY = "";

    Teacher {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    static Teacher of(Model model) {
        return new Teacher(
                TITLE,
                model.inputs().stream().map(Node::name).map(Set::of).toList(),
                model.outputs().stream().distinct().toList(),
                Optional.of(model),
                examples -> {
                    try (Evaluator evaluator = Evaluator.of(model)) {
                        return evaluator.predictAll(examples);
                    }
                });
    }

    static Teacher ofOneOutput(Function<Dataset, Tensor> answering) {
        return new Teacher(
                TITLE, List.of(), List.of(ONLY), Optional.empty(), examples -> Map.of(ONLY, answering.apply(examples)));
    }

    /** The same, for one of its outputs. */
    Teacher ofOutput(String output) {
        return new Teacher(
                outputs.size() == 1 ? title : "output '" + output + "' of " + title,
                inputs,
                List.of(output),
                model.map(known -> known.outputs().equals(List.of(output)) ? known : known.withOutput(output)),
                answering);
    }

    /**
     * Its answers at all outputs, by name.
     *
     * @throws CompressionException if it is not clear which parts of the examples its inputs get
     */
    Map<String, Tensor> answers(Dataset examples) {
        return answering.apply(withItsInputs(examples));
    }

    private Dataset withItsInputs(Dataset examples) {
        List<Dataset.Part> parts = examples.parts();
        if (inputs.size() < 2 || inputs.size() != parts.size()) {
            return examples;
        }
        List<Integer> places = new Pairs(title, "inputs", inputs)
                .placesIn(Pairs.of(
                        examples.name(),
                        "inputs",
                        parts.stream().map(Dataset.Part::name).toList()));
        List<Dataset.Part> named = new ArrayList<>(parts);
        for (int input = 0; input < places.size(); input++) {
            int place = places.get(input);
            Dataset.Part part = parts.get(place);
            Set<String> names = inputs.get(input);
            if (!names.contains(part.name())) {
                named.set(place, new Dataset.Part(names.iterator().next(), part.spec(), part.scaling()));
            }
        }
        return named.equals(parts) ? examples : new RenamedParts(examples, named);
    }

    /** Examples whose parts are named like the inputs of the teacher. */
    private record RenamedParts(Dataset viewed, List<Dataset.Part> parts) implements Dataset.View {
        @Override
        public void read(int[] indices, int from, int count, ByteBuffer features, ByteBuffer targets) {
            viewed.read(indices, from, count, features, targets);
        }
    }
}
