// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.recipe;

import io.espalier.lite.Graph;
import io.espalier.lite.Tensor;
import io.espalier.lite.quantize.QuantizeConstants;
import io.espalier.lite.rewrite.Stages;
import io.espalier.lite.schema.TensorType;

/** Quantizes graphs by a recipe, whoever made them. */
public final class Quantizer {
    private final Recipe recipe;

    private Quantizer(Recipe recipe) {
        this.recipe = recipe;
    }

    public static Quantizer of(Recipe recipe) {
        return new Quantizer(recipe);
    }

    /**
     * The graph, optimized, with its numbers as the recipe says.
     *
     * @throws AlreadyQuantizedException if that was done before
     * @throws io.espalier.lite.InvalidGraphException if the graph is not sound
     * @throws io.espalier.lite.quantize.QuantizationException if weights hold an infinity or a NaN that no integer stands for
     */
    public Graph quantize(Graph graph) {
        graph.subgraphs().forEach(subgraph -> subgraph.tensors().forEach(Quantizer::requireFloat));
        Graph optimized = Stages.run(Stages.OPTIMIZE, graph);
        return QuantizeConstants.apply(
                optimized,
                (subgraph, operator) -> recipe.methodFor(subgraph, operator).constants(recipe.weights()));
    }

    private static void requireFloat(Tensor tensor) {
        boolean half = tensor.type() == TensorType.FLOAT16 && tensor.isConstant();
        if (half || tensor.quantization().isPresent()) {
            throw new AlreadyQuantizedException("the model is quantized already: tensor '" + tensor.name() + "' is "
                    + tensor.type() + (half ? "" : " with " + scales(tensor))
                    + "; quantize the float model that it was made from");
        }
    }

    private static String scales(Tensor tensor) {
        int scales = tensor.quantization().scales().size();
        return scales == 1 ? "a scale" : scales == 0 ? "scales elsewhere" : scales + " scales";
    }
}
