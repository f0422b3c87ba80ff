// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer.function;

import static io.espalier.model.layer.compute.Equation.shape;

import io.espalier.model.check.Inputs;
import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.layer.ComposedLayer;
import io.espalier.model.layer.Operations;
import io.espalier.model.layer.Operations.Reduction;
import io.espalier.model.layer.compute.EinsumTerms;
import io.espalier.model.layer.compute.Equation;
import io.espalier.model.tensor.Initializer;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.WeightSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A dense layer over the dimensions that an equation names, such as {@code abc,cde->abde}: it sums over those that the output does not have.
 *
 * <p>Weights: {@code kernel} with the dimensions that the equation gives it and, unless left out, {@code bias} with those of the output from
 * the first on that {@code biasAxes} names; the others among them have size 1.
 *
 * @param outputDimensions one for each letter of the output but the batch; -1 for that of the input
 * @param biasAxes letters of the output; empty for no bias
 */
public record EinsumDense(
        String equation, List<Integer> outputDimensions, String biasAxes, ActivationFunction activation)
        implements ComposedLayer {
    public EinsumDense {
        outputDimensions = List.copyOf(outputDimensions);
        Objects.requireNonNull(activation, "activation");
        Equation.check(equation, biasAxes);
    }

    @Override
    public List<WeightSpec> weights(List<Shape> inputs) {
        Shape input = Inputs.single(inputs);
        Equation whole = Equation.of(equation, input.rank());
        Map<Character, Integer> sizes = whole.sizes(input, outputDimensions);
        List<WeightSpec> weights = new ArrayList<>();
        weights.add(WeightSpec.kernel("kernel", shape(whole.kernel(), sizes)));
        if (!biasAxes.isEmpty()) {
            weights.add(WeightSpec.trainable("bias", bias(whole, sizes), Initializer.ZEROS));
        }
        return weights;
    }

    private Shape bias(Equation whole, Map<Character, Integer> sizes) {
        List<Integer> dimensions = new ArrayList<>();
        for (char letter : biased(whole).toCharArray()) {
            dimensions.add(biasAxes.indexOf(letter) >= 0 ? sizes.getOrDefault(letter, 1) : 1);
        }
        return new Shape(dimensions);
    }

    /** The letters of the output from the first on that has a bias. */
    private String biased(Equation whole) {
        String output = whole.output();
        int from = 0;
        while (from < output.length() && biasAxes.indexOf(output.charAt(from)) < 0) {
            from++;
        }
        return output.substring(from);
    }

    @Override
    public <T> T compute(Operations<T> on, List<T> inputs) {
        T input = Inputs.single(inputs);
        Equation whole = Equation.of(equation, on.shape(input).rank());
        Map<Character, Integer> sizes = whole.sizes(on.shape(input), outputDimensions);
        T rows = EinsumTerms.transposed(on, summed(on, input, whole), without(whole), whole.kept() + whole.summed());
        T matrix = EinsumTerms.transposed(on, on.weight("kernel"), whole.kernel(), whole.summed() + whole.added());
        int inner = shape(whole.summed(), sizes).elements();
        int columns = shape(whole.added(), sizes).elements();
        T product = on.dense(
                EinsumTerms.reshaped(on, rows, joined(shape(whole.kept(), sizes), inner)),
                EinsumTerms.reshaped(on, matrix, Shape.of(inner, columns)));
        boolean isBiasOfColumns =
                biased(whole).equals(whole.added()) && bias(whole, sizes).equals(shape(whole.added(), sizes));
        T sums = isBiasOfColumns
                ? on.add(product, EinsumTerms.reshaped(on, on.weight("bias"), Shape.of(columns)))
                : product;
        String order = whole.kept() + whole.added();
        T ordered =
                EinsumTerms.transposed(on, EinsumTerms.reshaped(on, sums, shape(order, sizes)), order, whole.output());
        boolean lacksBias = !biasAxes.isEmpty() && !isBiasOfColumns;
        return activation.apply(on, lacksBias ? on.add(ordered, on.weight("bias")) : ordered);
    }

    private static String without(Equation whole) {
        String letters = whole.input();
        for (char lost : whole.lost().toCharArray()) {
            letters = letters.replace(String.valueOf(lost), "");
        }
        return letters;
    }

    private static <T> T summed(Operations<T> on, T input, Equation whole) {
        int[] places = whole.lost().chars().map(whole.input()::indexOf).toArray();
        return places.length == 0 ? input : on.reduce(Reduction.SUM, input, false, places);
    }

    private static Shape joined(Shape kept, int last) {
        List<Integer> dimensions = new ArrayList<>(kept.dimensions());
        dimensions.add(last);
        return new Shape(dimensions);
    }

    @Override
    public List<String> kernels() {
        return List.of("kernel");
    }

    @Override
    public ActivationFunction lastFunction() {
        return activation;
    }
}
