// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.quantize.training;

import io.espalier.lite.Graph;
import io.espalier.lite.lower.ModelLowering;
import io.espalier.lite.quantize.integer.DistinctNames;
import io.espalier.lite.rewrite.Stages;
import io.espalier.model.Model;
import io.espalier.model.TrainedQuantization.ActivationKey;
import io.espalier.model.WeightKey;
import io.espalier.model.tensor.ValueRange;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What quantization-aware training of a model has to round: the values that its int8 conversion keeps as integers. The conversion itself decides,
 * on the graph that it would quantize: what it fuses or folds is no value of its own, and what only moves is rounded already.
 *
 * @param activations in the order in which they are computed
 * @param weights those that become integers
 * @param values all places in the model that are still tensors after fusing and folding
 * @param inFloat what the conversion would leave in float, in the order in which it runs
 * @param inIntegers the layers of which it computes something with integers
 */
public record RoundingPlan(
        List<RoundedActivation> activations,
        List<RoundedWeight> weights,
        Set<ActivationKey> values,
        List<FloatOperator> inFloat,
        Set<String> inIntegers) {
    public RoundingPlan {
        activations = List.copyOf(activations);
        weights = List.copyOf(weights);
        values = Set.copyOf(values);
        inFloat = List.copyOf(inFloat);
        inIntegers = Set.copyOf(inIntegers);
    }

    /**
     * @param like the activation whose range it takes, where the kernel keeps one scale but rounds
     * @param fixed its range, where it is built into the kernel
     * @param isConstant whether it follows from weights alone, the same for all examples
     */
    public record RoundedActivation(
            ActivationKey key, Optional<ActivationKey> like, Optional<ValueRange> fixed, boolean isConstant) {
        static RoundedActivation constant(ActivationKey key) {
            return new RoundedActivation(key, Optional.empty(), Optional.empty(), true);
        }
    }

    /**
     * @param kind what it is
     * @param channels the number of output channels; fewer than the weight has where only parts of it are used, each with a scale of its own
     * @param valuesOfEach how many values in a row belong to one channel, in the order of the model
     */
    public record RoundedWeight(WeightKey key, Kind kind, int channels, int valuesOfEach) {
        /** What a weight is, which says how many scales it may have. */
        public enum Kind {
            /** The kernel of a convolution. */
            KERNEL,
            /** That of a fully connected operator. */
            MATRIX,
            /** Rows that are looked up: what comes out has the table's one scale. */
            TABLE
        }

        RoundedWeight joinedWith(RoundedWeight other) {
            return new RoundedWeight(key, kind, channels + other.channels, valuesOfEach);
        }
    }

    /**
     * @param operator such as {@code CONV_3D}
     * @param layer the layer that it computes
     */
    public record FloatOperator(String operator, String layer, String reason) {}

    /** How many activations a layer would have rounded. */
    public long roundingsIn(String layer) {
        return activations.stream()
                .filter(activation -> activation.key().layer().equals(layer))
                .count();
    }

    /**
     * The plan for a model.
     *
     * @throws io.espalier.lite.lower.LoweringException if the model cannot be converted
     * @throws io.espalier.lite.QuantizationException if a weight that training does not change is infinite or NaN
     */
    public static RoundingPlan of(Model model) {
        Graph lowered = ModelLowering.withPlaces(model.withWeights(AfterTraining.weights(model)));
        return new RoundingPlanner(DistinctNames.apply(Stages.run(Stages.OPTIMIZE, lowered))).plan();
    }
}
