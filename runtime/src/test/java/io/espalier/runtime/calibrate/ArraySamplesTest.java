// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime.calibrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.espalier.data.ElementType;
import io.espalier.data.array.NumericArray;
import io.espalier.lite.Graph;
import io.espalier.lite.Ints;
import io.espalier.lite.Operator;
import io.espalier.lite.OperatorCode;
import io.espalier.lite.Options;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import io.espalier.lite.calibrate.Calibration;
import io.espalier.lite.calibrate.CalibrationException;
import io.espalier.lite.calibrate.CalibrationMethod.MinMax;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.TensorType;
import io.espalier.lite.schema.table.OptionsTable;
import io.espalier.model.tensor.ValueRange;
import io.espalier.runtime.InterpreterException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ArraySamplesTest {
    @Test
    void eachRowOfTheArraysIsASample() {
        Map<String, NumericArray> arrays = Map.of("table", floats(3, 1, 2, 3, -4, 5, 6), "row", longs(1, 0, 1));

        Calibration calibration =
                Calibrator.ofSamples(ArraySamples.of(gather(), arrays)).calibrate(gather(), new MinMax());

        assertThat(calibration.samples()).isEqualTo(3);
        assertThat(calibration.ranges().of("table")).hasValue(new ValueRange(-4, 6));
        assertThat(calibration.ranges().of("chosen")).hasValue(new ValueRange(2, 6));
    }

    @Test
    void anArrayForNoInputIsRefused() {
        assertThatExceptionOfType(CalibrationException.class)
                .isThrownBy(() -> ArraySamples.of(
                        gather(), Map.of("table", floats(1, 1, 2), "row", longs(0), "extra", floats(1, 1, 2))))
                .withMessage("unknown array 'extra'; the model's inputs are [table, row]");
    }

    @Test
    void anInputWithoutAnArrayIsRefused() {
        assertThatExceptionOfType(CalibrationException.class)
                .isThrownBy(() -> ArraySamples.of(gather(), Map.of("tabel", floats(1, 1, 2), "row", longs(0))))
                .withMessageContainingAll("missing array", "'table'", "found", "tabel");
    }

    @Test
    void arraysOfDifferentLengthsAreRefused() {
        assertThatExceptionOfType(CalibrationException.class)
                .isThrownBy(() -> ArraySamples.of(gather(), Map.of("table", floats(1, 1, 2), "row", longs(1, 0))))
                .withMessageContainingAll(
                        "the arrays have different numbers of samples: ",
                        "'table' of shape [1, 2] has 1",
                        "'row' of shape [2] has 2");
    }

    @Test
    void floatsForAnInputOfWholeNumbersAreRefused() {
        ArraySamples samples = ArraySamples.of(gather(), Map.of("table", floats(1, 1, 2), "row", floats(1, 1)));

        assertThatExceptionOfType(InterpreterException.class)
                .isThrownBy(() -> samples.iterator().next())
                .withMessage("array 'row' is FLOAT32, but the input is INT32; save integers");
    }

    @Test
    void aNumberThatTheInputCannotHoldIsRefused() {
        ArraySamples samples = ArraySamples.of(gather(), Map.of("table", floats(1, 1, 2), "row", longs(1L << 40)));

        assertThatExceptionOfType(InterpreterException.class)
                .isThrownBy(() -> samples.iterator().next())
                .withMessageContainingAll("array 'row' contains 1099511627776", "INT32");
    }

    @Test
    void anIndexBeyondItsTableIsRefusedWithTheSample() {
        Map<String, NumericArray> arrays = Map.of("table", floats(2, 1, 2, 3, -4), "row", longs(1, 2));

        assertThatExceptionOfType(InterpreterException.class)
                .isThrownBy(() -> Calibrator.ofSamples(ArraySamples.of(gather(), arrays))
                        .withName("pick.tflite")
                        .calibrate(gather(), new MinMax()))
                .withMessage("pick.tflite: example 1: element 0 of input 'row' (INT32 [1]) is 2,"
                        + " but operator 0 (GATHER) accepts only 0 to 1; correct the data");
    }

    private static Graph gather() {
        Tensor table = Tensor.activation("table", TensorType.FLOAT32, Ints.of(1, 2));
        Tensor row = Tensor.activation("row", TensorType.INT32, Ints.of(1));
        Tensor chosen = Tensor.activation("chosen", TensorType.FLOAT32, Ints.of(1, 1));
        Options axisOne = Options.of(OptionsTable.GATHER).with("axis", 1);
        Operator operator = Operator.of(OperatorCode.of(BuiltinOperator.GATHER, 1), Ints.of(0, 1), Ints.of(2), axisOne);
        Subgraph main = new Subgraph("main", List.of(table, row, chosen), Ints.of(0, 1), Ints.of(2), List.of(operator));
        return new Graph("gather", List.of(main), List.of(), List.of());
    }

    private static NumericArray floats(int rows, float... values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.nativeOrder());
        bytes.asFloatBuffer().put(values);
        return new NumericArray(ElementType.FLOAT32, List.of(rows, values.length / rows), bytes);
    }

    private static NumericArray longs(long... values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Long.BYTES).order(ByteOrder.nativeOrder());
        bytes.asLongBuffer().put(values);
        return new NumericArray(ElementType.INT64, List.of(values.length), bytes);
    }
}
