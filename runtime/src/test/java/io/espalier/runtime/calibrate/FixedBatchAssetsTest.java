// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime.calibrate;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.data.ElementType;
import io.espalier.data.array.ArrayDataset;
import io.espalier.data.array.NpyFile;
import io.espalier.data.array.NumericArray;
import io.espalier.lite.Graph;
import io.espalier.lite.calibrate.Calibration;
import io.espalier.lite.calibrate.CalibrationMethod.MinMax;
import io.espalier.lite.file.GraphReader;
import io.espalier.testing.Assets;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Models of others whose inputs are no batches of any size. */
@Tag("conformance")
class FixedBatchAssetsTest {
    @ParameterizedTest
    @CsvSource({"fallback_model, fallback_cal, 100", "reshape_with_empty_shape, reshape_cal, 8"})
    void aBatchOfOneIsCalibratedOneByOne(String model, String data, int samples) throws IOException {
        Calibration calibration = Calibrator.of(NpyFile.open(Assets.file("faults/" + data + ".npy")))
                .calibrate(GraphReader.read(Assets.file("faults/" + model + ".tflite")), new MinMax());

        assertThat(calibration.samples()).isEqualTo(samples);
    }

    @Test
    void booleansAreFedAsTheyAre() throws IOException {
        Graph graph = GraphReader.read(Assets.file("faults/simple_reduceall_op.tflite"));
        NumericArray flags = zeros(ElementType.UINT8, 2, 32, 64, 128);

        Calibration calibration =
                Calibrator.of(ArrayDataset.unlabelled("flags.npy", flags)).calibrate(graph, new MinMax());

        assertThat(calibration.samples()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"16, 2", "8, 1"})
    void severalInputsOfAFixedBatchAreFedWhole(int rows, int samples) throws IOException {
        Graph graph = GraphReader.read(Assets.file("faults/rope.tflite"));
        List<String> names = List.copyOf(Calibrator.inputNames(graph));
        Map<String, NumericArray> arrays = Map.of(
                names.get(0), zeros(ElementType.FLOAT32, rows, 100, 32, 4),
                names.get(1), zeros(ElementType.INT32, rows, 100));

        Calibration calibration = Calibrator.ofArrays(graph, arrays, 100).calibrate(graph, new MinMax());

        assertThat(calibration.samples()).isEqualTo(samples);
        assertThat(calibration.ranges().byName()).hasSize(15);
    }

    private static NumericArray zeros(ElementType type, Integer... shape) {
        int elements = List.of(shape).stream().reduce(1, Math::multiplyExact);
        return new NumericArray(type, List.of(shape), ByteBuffer.allocate(elements * type.bytes()));
    }
}
