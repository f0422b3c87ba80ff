// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.lowering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.base.Scaling;
import io.espalier.data.ElementType;
import io.espalier.data.array.NumericArray;
import io.espalier.model.FunctionalBuilder;
import io.espalier.model.FunctionalBuilder.SymbolicTensor;
import io.espalier.model.Model;
import io.espalier.model.layer.activation.Softmax;
import io.espalier.model.layer.attention.Attention;
import io.espalier.model.layer.attention.MultiHeadAttention;
import io.espalier.model.layer.reshaping.Cropping1D;
import io.espalier.model.layer.reshaping.Permute;
import io.espalier.model.layer.sequence.AttentionCall;
import io.espalier.model.layer.sequence.AttentionCall.Mask;
import io.espalier.model.layer.sequence.EveryStep;
import io.espalier.model.layer.sequence.MaskedSoftmax;
import io.espalier.model.layer.sequence.MergedMask;
import io.espalier.model.layer.sequence.MergedMask.Rule;
import io.espalier.model.tensor.Tensor;
import io.espalier.train.Evaluator;
import io.espalier.train.Examples;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Attention with masks, and masks of masks, against NumPy, which computes what Keras documents. */
class MaskedAttentionValuesTest {
    private static final int STEPS = 3;
    private static final List<Mask> BOTH = List.of(Mask.QUERY_MASK, Mask.VALUE_MASK);

    private final FunctionalBuilder graph = Model.functional();

    /** Steps of three numbers: two features, and whether the step counts. */
    private final SymbolicTensor input = graph.input(STEPS, 3);

    private final SymbolicTensor features = columns(0, 1);
    private final SymbolicTensor mask = columns(2, 0);

    @Test
    void maskedValuesAreNotSeenAndMaskedQueriesGiveZeros() {
        AttentionCall call = new AttentionCall(new Attention(false, 0), false, BOTH);
        Model model = graph.build(1, graph.apply(call, features, features, mask, mask));

        assertThat(predict(model, 1, 0, 1, 2, 2, 0, 0, 1, 1))
                .containsExactly(row(0.7310586f, 0.2689414f, 0, 0, 0.2689414f, 0.7310586f), within(1e-6f));
    }

    @Test
    void aCausalQueryDoesNotSeeMaskedValuesEither() {
        AttentionCall call = new AttentionCall(new Attention(false, 0), true, BOTH);
        Model model = graph.build(1, graph.apply(call, features, features, mask, mask));

        assertThat(predict(model, 1, 0, 0, 2, 2, 1, 0, 1, 1))
                .containsExactly(row(0, 0, 2, 2, 1.4621172f, 1.7310586f), within(1e-6f));
    }

    @Test
    void theScoresAreTheShareOfEachValueInEachQuery() {
        AttentionCall call = new AttentionCall(new Attention(false, 0), true, BOTH, true);
        Model model = graph.build(1, graph.apply(call, features, features, mask, mask));

        // The masked query, the second, has the output 0, but shares as the others.
        float two = 0.01798621f;
        float three = 0.9820138f;
        assertThat(predict(model, 1, 0, 1, 1, 1, 0, 0, 2, 1))
                .containsExactly(row(1, 0, 0, 0, two, 2 * three, 1, 0, 0, 1, 0, 0, two, 0, three), within(1e-6f));
    }

    @Test
    void aQueryThatSeesNoValueHasTheAverageOfAll() {
        AttentionCall call = new AttentionCall(new Attention(false, 0), false, List.of(Mask.VALUE_MASK));
        Model model = graph.build(1, graph.apply(call, features, features, mask));

        assertThat(predict(model, 1, 0, 0, 2, 2, 0, 0, 1, 0)).containsExactly(row(1, 1, 1, 1, 1, 1), within(1e-6f));
    }

    @Test
    void headsSeeWhatQueryAndValueMasksAllow() {
        AttentionCall call = new AttentionCall(MultiHeadAttention.of(2, 3), true, BOTH);
        Model model = random(graph.build(1, graph.apply("heads", call, features, features, mask, mask)));
        boolean[] counts = {true, false, true};

        double[][] expected = new NaiveSequences(model.weights(), "heads", 3)
                .attention(
                        new double[][] {{1, 0.5}, {2, -1}, {-0.5, 1}},
                        2,
                        3,
                        (query, key) -> counts[query] && counts[key] && key <= query);
        assertThat(predict(model, 1, 0.5f, 1, 2, -1, 0, -0.5f, 1, 1)).containsExactly(flat(expected), within(1e-5f));
    }

    @Test
    void whatASoftmaxMasksHasNoShare() {
        Model model = graph.build(1, graph.apply(new MaskedSoftmax(new Softmax()), input, columns(0, 0)));

        // Each step is its own mask: a number that is 0 is left out; where all are, all share.
        assertThat(predict(model, 1, 0, 3, 0, 0, 0, 2, 2, 0))
                .containsExactly(row(0.1192029f, 0, 0.8807971f, 1 / 3f, 1 / 3f, 1 / 3f, 0.5f, 0.5f, 0), within(1e-6f));
    }

    @Test
    void masksAreMergedByTheirRules() {
        SymbolicTensor all = graph.apply(new MergedMask(Rule.ALL), columns(0, 2), mask);
        SymbolicTensor any = graph.apply(new MergedMask(Rule.ANY), columns(0, 2), mask);
        SymbolicTensor every = graph.apply(new EveryStep(), features);
        SymbolicTensor joined =
                graph.apply(new MergedMask(Rule.JOINED), graph.apply(new MergedMask(Rule.JOINED), all, any), every);

        assertThat(predict(graph.build(1, joined), 1, 0, 1, 0, 0, 1, 0, 0, 0))
                .containsExactly(1, 0, 0, 1, 1, 0, 1, 1, 1);
    }

    /** The numbers of each step but so many at its ends. */
    private SymbolicTensor columns(int before, int after) {
        Permute turned = new Permute(List.of(1, 0));
        return graph.apply(turned, graph.apply(new Cropping1D(before, after), graph.apply(turned, input)));
    }

    private static float[] row(float... numbers) {
        return numbers;
    }

    private static float[] flat(double[]... rows) {
        List<Float> numbers = new ArrayList<>();
        for (double[] each : rows) {
            for (double number : each) {
                numbers.add((float) number);
            }
        }
        float[] flat = new float[numbers.size()];
        for (int i = 0; i < flat.length; i++) {
            flat[i] = numbers.get(i);
        }
        return flat;
    }

    private static Model random(Model model) {
        return model.withWeights(model.weights().map((key, tensor) -> {
            SplittableRandom random = new SplittableRandom(key.hashCode());
            float[] values = new float[tensor.shape().elements()];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) random.nextDouble(-1, 1);
            }
            return Tensor.of(tensor.shape(), values);
        }));
    }

    private static float[] predict(Model model, float... values) {
        NumericArray examples = new NumericArray(ElementType.FLOAT32, List.of(1, STEPS, 3), Examples.floats(values));
        NumericArray labels = new NumericArray(ElementType.INT32, List.of(1), Examples.ints(0));
        try (Evaluator evaluator = Evaluator.of(model, 1)) {
            return evaluator
                    .predict(Examples.of(examples, labels, Scaling.IDENTITY))
                    .toArray();
        }
    }
}
