// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.quantize.integer;

import io.espalier.lite.Quantization.Granularity;
import io.espalier.lite.QuantizationException;
import io.espalier.lite.operator.ActivationType;
import io.espalier.lite.schema.TensorType;
import java.util.Set;

/**
 * The settings of the quantizer.
 *
 * @param activations {@code INT8}, or {@code INT16} beside weights in int8
 * @param weights how many scales weights get that training left on no grid
 * @param inputType of the model's float inputs: {@code FLOAT32}, the activations' type, or {@code UINT8} beside int8
 * @param outputType of the model's float outputs, likewise
 * @param strict whether an operator that would stay in float is an error
 * @param keptInFloat operators of the main subgraph that stay in float, by index
 * @param untrained operators of the main subgraph that quantization-aware training did not round, and that stay in float therefore
 * @param storesWeights whether the weights of an operator that is left in float, since it is quicker so, will be stored in int8 all the same
 * @param int4Weights operators of the main subgraph whose weights become int4, by index
 */
public record IntegerOptions(
        ActivationType activations,
        Granularity weights,
        TensorType inputType,
        TensorType outputType,
        boolean strict,
        Set<Integer> keptInFloat,
        Set<Integer> untrained,
        boolean storesWeights,
        Set<Integer> int4Weights) {

    /** Activations in int8; float inputs and outputs; operators that have no int8 kernel stay in float. */
    public static final IntegerOptions INT8 = new IntegerOptions(
            ActivationType.INT8,
            Granularity.PER_CHANNEL,
            TensorType.FLOAT32,
            TensorType.FLOAT32,
            false,
            Set.of(),
            Set.of(),
            false,
            Set.of());

    /** Activations in int16 and weights in int8; else as {@link #INT8}. */
    public static final IntegerOptions INT16X8 = new IntegerOptions(
            ActivationType.INT16,
            Granularity.PER_CHANNEL,
            TensorType.FLOAT32,
            TensorType.FLOAT32,
            false,
            Set.of(),
            Set.of(),
            false,
            Set.of());

    public IntegerOptions {
        keptInFloat = Set.copyOf(keptInFloat);
        untrained = Set.copyOf(untrained);
        int4Weights = Set.copyOf(int4Weights);
        if (activations == ActivationType.FLOAT32) {
            throw new QuantizationException("activations of integer quantization are INT8 or INT16, not FLOAT32");
        }
        checkBoundary("input", inputType, activations);
        checkBoundary("output", outputType, activations);
    }

    private static void checkBoundary(String side, TensorType type, ActivationType activations) {
        boolean fits = type == TensorType.FLOAT32
                || type == activations.tensorType()
                || (type == TensorType.UINT8 && activations == ActivationType.INT8);
        if (!fits) {
            throw new QuantizationException("the " + side + " type " + type + " cannot be combined with activations in "
                    + activations + ": choose FLOAT32, " + activations
                    + (activations == ActivationType.INT8 ? " or UINT8" : ""));
        }
    }

    public IntegerOptions withWeights(Granularity granularity) {
        return new IntegerOptions(
                activations,
                granularity,
                inputType,
                outputType,
                strict,
                keptInFloat,
                untrained,
                storesWeights,
                int4Weights);
    }

    /** One type for the model's float inputs, and one for its float outputs. */
    public IntegerOptions withBoundary(TensorType input, TensorType output) {
        return new IntegerOptions(
                activations, weights, input, output, strict, keptInFloat, untrained, storesWeights, int4Weights);
    }

    public IntegerOptions withStrict(boolean isStrict) {
        return new IntegerOptions(
                activations,
                weights,
                inputType,
                outputType,
                isStrict,
                keptInFloat,
                untrained,
                storesWeights,
                int4Weights);
    }

    public IntegerOptions withKeptInFloat(Set<Integer> operators) {
        return new IntegerOptions(
                activations, weights, inputType, outputType, strict, operators, untrained, storesWeights, int4Weights);
    }

    public IntegerOptions withUntrained(Set<Integer> operators) {
        return new IntegerOptions(
                activations,
                weights,
                inputType,
                outputType,
                strict,
                keptInFloat,
                operators,
                storesWeights,
                int4Weights);
    }

    /** Whether the weights of operators that are quicker in float are stored in int8: larger depthwise convolutions may be left in float then. */
    public IntegerOptions withStoredWeights(boolean isStored) {
        return new IntegerOptions(
                activations, weights, inputType, outputType, strict, keptInFloat, untrained, isStored, int4Weights);
    }

    /** A copy that stores the weights of these operators in int4, a scale for each channel. */
    public IntegerOptions withInt4Weights(Set<Integer> operators) {
        return new IntegerOptions(
                activations, weights, inputType, outputType, strict, keptInFloat, untrained, storesWeights, operators);
    }
}
