// SPDX-License-Identifier: Apache-2.0
package io.espalier.search.bits;

import io.espalier.lite.Graph;
import io.espalier.lite.Operator;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import io.espalier.lite.operator.OperatorTable;
import io.espalier.lite.operator.StoredWeight;
import io.espalier.lite.quantize.Quantizer;
import io.espalier.lite.schema.TensorType;
import java.nio.FloatBuffer;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An operator with weights, whose numbers can be chosen; of those that share their weights, as the steps of a recurrent layer do, the first stands for all.
 *
 * @param operator its index in the main subgraph of the optimized float graph
 * @param name what a rule of a recipe covers it by
 * @param title what people call it: where the name is that of its only kernel, without that
 * @param kind such as CONV_2D
 * @param output the name of its output
 * @param elements of its weights
 * @param kurtosis of its weights, Pearson's: 3 where they are normally distributed, more where there are outliers
 * @param position from 0, the input, to 1, the output
 */
public record Layer(
        int operator,
        String name,
        String title,
        String kind,
        String output,
        long elements,
        double kurtosis,
        double position) {
    /**
     * The layers of a graph in order; those with weights that a rule can cover alone.
     *
     * @param original the float graph
     * @param optimized what the quantizer makes of it before it quantizes
     */
    public static List<Layer> of(Graph original, Graph optimized) {
        List<Optional<String>> names = Quantizer.ruleNames(original);
        Subgraph main = optimized.main();
        Map<String, Integer> first = new LinkedHashMap<>();
        for (int index = 0; index < Math.min(names.size(), main.operators().size()); index++) {
            if (names.get(index).isPresent()
                    && !weights(main, main.operators().get(index)).isEmpty()) {
                first.putIfAbsent(names.get(index).get(), index);
            }
        }
        List<String> titles = first.entrySet().stream()
                .map(each -> title(each.getKey(), weights(main, main.operators().get(each.getValue()))))
                .toList();
        return first.entrySet().stream()
                .map(each -> of(each.getValue(), each.getKey(), titles, main))
                .toList();
    }

    private static Layer of(int index, String name, List<String> titles, Subgraph main) {
        Operator operator = main.operators().get(index);
        List<Tensor> weights = weights(main, operator);
        String title = title(name, weights);
        return new Layer(
                index,
                name,
                Collections.frequency(titles, title) == 1 ? title : name,
                operator.code().name(),
                main.tensor(operator.outputs().get(0)).name(),
                weights.stream().mapToLong(Tensor::elements).sum(),
                kurtosis(weights),
                (double) index / Math.max(1, main.operators().size() - 1));
    }

    private static String title(String name, List<Tensor> weights) {
        int end = name.lastIndexOf('/');
        return end > 0 && weights.stream().map(Tensor::name).anyMatch(name::equals) ? name.substring(0, end) : name;
    }

    /** The weights of an operator that are plain float constants. */
    static List<Tensor> weights(Subgraph main, Operator operator) {
        return OperatorTable.of(operator).storedWeights().stream()
                .map(StoredWeight::position)
                .filter(operator::hasInput)
                .map(position -> main.tensor(operator.inputs().get(position)))
                .filter(tensor -> tensor.type() == TensorType.FLOAT32
                        && !tensor.buffer().isEmpty()
                        && tensor.sparsity().isEmpty()
                        && !tensor.isVariable())
                .toList();
    }

    private static double kurtosis(List<Tensor> weights) {
        double count = 0;
        double sum = 0;
        for (Tensor tensor : weights) {
            FloatBuffer values = tensor.buffer().asFloats();
            count += values.limit();
            for (int place = 0; place < values.limit(); place++) {
                sum += values.get(place);
            }
        }
        double mean = sum / Math.max(1, count);
        double second = 0;
        double fourth = 0;
        for (Tensor tensor : weights) {
            FloatBuffer values = tensor.buffer().asFloats();
            for (int place = 0; place < values.limit(); place++) {
                double square = (values.get(place) - mean) * (values.get(place) - mean);
                second += square;
                fourth += square * square;
            }
        }
        return second == 0 ? 0 : count * fourth / (second * second);
    }
}
