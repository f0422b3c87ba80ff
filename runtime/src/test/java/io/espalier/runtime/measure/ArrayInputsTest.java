// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime.measure;

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
import io.espalier.lite.file.GraphWriter;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.TensorType;
import io.espalier.lite.schema.table.OptionsTable;
import io.espalier.runtime.InterpreterException;
import io.espalier.runtime.interpreter.Interpreter;
import io.espalier.runtime.interpreter.InterpreterOptions;
import io.espalier.runtime.interpreter.TfliteModel;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Arrays for a model that adds two rows of any length. */
class ArrayInputsTest {
    @Test
    void openSizesAreThoseOfTheArrays() {
        try (Interpreter interpreter = open()) {
            BenchmarkInputs inputs = BenchmarkInputs.of(Map.of("a", floats(1, 2, 3), "b", floats(10, 20, 30)));

            inputs.resize(interpreter);
            inputs.write(interpreter);
            interpreter.run();

            ByteBuffer sums = ByteBuffer.allocate(3 * Float.BYTES).order(ByteOrder.nativeOrder());
            interpreter.readOutput(0, sums);
            assertThat(sums.flip().asFloatBuffer())
                    .isEqualTo(floats(11, 22, 33).data().asFloatBuffer());
        }
    }

    @Test
    void everyInputNeedsAnArray() {
        try (Interpreter interpreter = open()) {
            BenchmarkInputs inputs = BenchmarkInputs.of(Map.of("a", floats(1, 2)));

            assertThatExceptionOfType(InterpreterException.class)
                    .isThrownBy(() -> inputs.resize(interpreter))
                    .withMessage("missing array for input 'b' (FLOAT32 [1, 1]); found [a]");
        }
    }

    private static Interpreter open() {
        Tensor row = Tensor.activation("a", TensorType.FLOAT32, Ints.of(1, -1));
        Operator add = Operator.of(
                OperatorCode.of(BuiltinOperator.ADD, 1), Ints.of(0, 1), Ints.of(2), Options.of(OptionsTable.ADD));
        Subgraph main = new Subgraph(
                "main", List.of(row, row.withName("b"), row.withName("sum")), Ints.of(0, 1), Ints.of(2), List.of(add));
        byte[] model = GraphWriter.toBytes(new Graph("", List.of(main), List.of(), List.of()));
        return Interpreter.open(TfliteModel.of("sum.tflite", ByteBuffer.wrap(model)), InterpreterOptions.DEFAULTS);
    }

    private static NumericArray floats(float... values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.nativeOrder());
        bytes.asFloatBuffer().put(values);
        return new NumericArray(ElementType.FLOAT32, List.of(1, values.length), bytes);
    }
}
