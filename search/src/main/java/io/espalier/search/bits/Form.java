// SPDX-License-Identifier: Apache-2.0
package io.espalier.search.bits;

import io.espalier.lite.Buffer;
import io.espalier.lite.Graph;
import io.espalier.lite.Operator;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import io.espalier.lite.operator.OperatorTable;
import io.espalier.lite.quantize.Quantizer;
import io.espalier.lite.recipe.Method;
import io.espalier.lite.recipe.Recipe;
import io.espalier.lite.recipe.Rule;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What one layer alone can be made into, while all others stay float32. */
public enum Form {
    /** Activations and weights in int8. */
    INT8,
    /** Weights in int4; beside int8 activations where a kernel takes that. */
    INT4,
    /** Half of the weights, the smallest, are zero. */
    PRUNED_50,
    /** Seven tenths of the weights are zero. */
    PRUNED_70,
    /** Nine tenths of the weights are zero. */
    PRUNED_90;

    /** The share of weights that are zeros because of it. */
    double zeros() {
        return switch (this) {
            case INT8, INT4 -> 0;
            case PRUNED_50 -> 0.5;
            case PRUNED_70 -> 0.7;
            case PRUNED_90 -> 0.9;
        };
    }

    /** What tables and JSON call it, such as {@code pruned_50}. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether weights are zeros, not in fewer bits. */
    boolean isPruned() {
        return zeros() > 0;
    }

    /** How a rule of a recipe makes it; for a pruned layer there is none. */
    Method method(Graph graph, Layer layer) {
        Operator operator = graph.main().operators().get(layer.operator());
        return this == INT8
                ? Method.INT8
                : OperatorTable.of(operator).int4Version().isPresent() ? Method.INT8X4 : Method.WEIGHT_ONLY_INT4;
    }

    /**
     * The graph with one layer in this form.
     *
     * @param graph optimized, in float
     * @param quantizer with calibration data
     */
    Graph of(Graph graph, Layer layer, Quantizer quantizer) {
        return switch (this) {
            case INT8, INT4 ->
                quantizer
                        .withRecipe(Recipe.of(Method.NONE)
                                .withLeastElements(0)
                                .withRule(Rule.of(layer.name(), null, method(graph, layer))))
                        .quantize(graph);
            case PRUNED_50, PRUNED_70, PRUNED_90 -> pruned(graph, layer, zeros());
        };
    }

    private static Graph pruned(Graph graph, Layer layer, double share) {
        Subgraph main = graph.main();
        List<Tensor> tensors = new ArrayList<>(main.tensors());
        Operator operator = main.operators().get(layer.operator());
        for (Tensor weights : Layer.weights(main, operator)) {
            tensors.set(main.tensors().indexOf(weights), pruned(weights, share));
        }
        return graph.withMain(main.withTensors(tensors));
    }

    private static Tensor pruned(Tensor weights, double share) {
        FloatBuffer stored = weights.buffer().asFloats();
        float[] values = new float[stored.limit()];
        stored.get(values);
        float[] sizes = new float[values.length];
        for (int place = 0; place < values.length; place++) {
            sizes[place] = Math.abs(values[place]);
        }
        Arrays.sort(sizes);
        int zeros = (int) (share * sizes.length);
        if (zeros > 0) {
            float largest = sizes[zeros - 1];
            for (int place = 0; place < values.length; place++) {
                if (Math.abs(values[place]) <= largest) {
                    values[place] = 0;
                }
            }
        }
        return weights.withBuffer(Buffer.ofFloats(values));
    }
}
