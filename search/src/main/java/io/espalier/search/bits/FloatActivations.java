// SPDX-License-Identifier: Apache-2.0
package io.espalier.search.bits;

import io.espalier.base.ProgressListener;
import io.espalier.data.Dataset;
import io.espalier.data.Predictions;
import io.espalier.lite.Graph;
import io.espalier.lite.Ints;
import io.espalier.lite.Operator;
import io.espalier.lite.Subgraph;
import io.espalier.runtime.evaluate.Inference;
import io.espalier.runtime.interpreter.InterpreterOptions;
import io.espalier.runtime.interpreter.TfliteModel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * What a float graph computes for some examples: once, for all that need it.
 *
 * @param rows of tensors, by their names, one for each example
 * @param outputs of the graph, by the names of their tensors
 */
record FloatActivations(Map<String, List<float[]>> rows, Map<String, Predictions> outputs) {
    /** Nothing, where nothing is needed. */
    static final FloatActivations NONE = new FloatActivations(Map.of(), Map.of());

    FloatActivations {
        rows = Map.copyOf(rows);
        outputs = Map.copyOf(outputs);
    }

    /** @param crossing names of the tensors whose rows are wanted */
    static FloatActivations of(Graph whole, Set<String> crossing, Dataset examples, InterpreterOptions options) {
        Subgraph main = whole.main();
        List<Integer> wanted = new ArrayList<>();
        for (Operator operator : main.operators()) {
            operator.outputs().stream()
                    .filter(output -> output != Operator.ABSENT
                            && crossing.contains(main.tensor(output).name()))
                    .forEach(wanted::add);
        }
        // XNNPACK leaves the graph alone where operators compute what nobody asks for.
        main.outputs().stream().filter(output -> !wanted.contains(output)).forEach(wanted::add);
        Subgraph exposed = main.with(
                main.tensors(),
                main.inputs(),
                Ints.of(wanted.stream().mapToInt(Integer::intValue).toArray()),
                main.operators());
        TfliteModel model = TfliteModel.of(
                "the float model", whole.withSignatures(List.of()).withMain(exposed));
        // One after the other, so that rows take the place of what they are copied from.
        List<Predictions> answers =
                new ArrayList<>(Inference.predictAll(model, examples, options, ProgressListener.NONE)
                        .values());
        Map<String, List<float[]>> rows = new HashMap<>();
        Map<String, Predictions> outputs = new HashMap<>();
        for (int place = wanted.size() - 1; place >= 0; place--) {
            Predictions values = answers.remove(place);
            String name = main.tensor(wanted.get(place)).name();
            if (crossing.contains(name)) {
                rows.put(
                        name,
                        IntStream.range(0, values.size()).mapToObj(values::row).toList());
            }
            if (main.outputs().contains(wanted.get(place))) {
                outputs.put(name, values);
            }
        }
        return new FloatActivations(rows, outputs);
    }
}
