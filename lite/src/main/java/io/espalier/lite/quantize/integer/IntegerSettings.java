// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.quantize.integer;

import io.espalier.lite.BoundaryType;
import io.espalier.lite.Quantization.Granularity;
import io.espalier.lite.calibrate.CalibrationMethod;
import io.espalier.lite.operator.ActivationType;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What may be chosen where activations become integers.
 *
 * @param inputType of the model's float inputs
 * @param outputType of the model's float outputs
 * @param strict whether an operator that has to stay in float is an error
 * @param calibration how ranges follow from the values of a representative data set
 */
public record IntegerSettings(
        BoundaryType inputType, BoundaryType outputType, boolean strict, CalibrationMethod calibration) {
    /** Float inputs and outputs, operators in float where there are no others, all values within their ranges. */
    public static final IntegerSettings USUAL =
            new IntegerSettings(BoundaryType.FLOAT32, BoundaryType.FLOAT32, false, new CalibrationMethod.MinMax());

    /** Searched for the grid that activations will have. */
    public CalibrationMethod calibrationFor(ActivationType activations) {
        boolean searched = calibration.equals(CalibrationMethod.MeanSquaredError.DEFAULT);
        return searched && activations == ActivationType.INT16
                ? new CalibrationMethod.MeanSquaredError(Short.SIZE)
                : calibration;
    }

    public IntegerOptions options(ActivationType activations, Granularity granularity, Set<Integer> keptInFloat) {
        return new IntegerOptions(
                activations,
                granularity,
                inputType.tensorType(),
                outputType.tensorType(),
                strict,
                keptInFloat,
                Set.of(),
                false,
                Set.of());
    }

    /** What is not usual, as recipes say it. */
    public List<String> unusual() {
        List<String> unusual = new ArrayList<>();
        if (inputType != USUAL.inputType) {
            unusual.add("input_type " + inputType);
        }
        if (outputType != USUAL.outputType) {
            unusual.add("output_type " + outputType);
        }
        if (strict) {
            unusual.add("strict");
        }
        if (!calibration.id().equals(USUAL.calibration.id())) {
            unusual.add("calibration " + calibration.id());
        }
        return unusual;
    }
}
