// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime.calibrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.espalier.lite.Graph;
import io.espalier.lite.calibrate.Calibration;
import io.espalier.lite.calibrate.CalibrationException;
import io.espalier.lite.calibrate.CalibrationMethod;
import io.espalier.lite.calibrate.CalibrationMethod.MinMax;
import io.espalier.lite.calibrate.CalibrationMethod.MovingAverage;
import io.espalier.lite.file.GraphReader;
import io.espalier.runtime.Examples;
import io.espalier.testing.Golden;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PartialCalibrationTest {
    private static final long SEED = 3;

    @ParameterizedTest
    @CsvSource({"min_max, 1", "min_max, 3", "min_max, 40", "percentile 99.9, 3", "mean_squared_error 8, 3"})
    void partsThatWereElsewhereMergeInAnyOrderIntoJustTheCalibrationOfOneMachine(String method, int parts)
            throws Exception {
        Examples data = data();
        data.x().putFloat(30 * data.features().bytes(), Float.NaN);
        Calibration whole = calibrator(data).calibrate(graph(), CalibrationMethod.named(method));

        assertThat(merged(data, CalibrationMethod.named(method), parts)).isEqualTo(whole);
        assertThat(whole.nonFinite().get(0).firstSample()).isEqualTo(30);
    }

    @Test
    void movingAveragesOfPartsAreThoseOfOneMachineUpToRounding() throws Exception {
        Examples data = data();
        Calibration whole = calibrator(data).calibrate(graph(), MovingAverage.DEFAULT);

        Calibration merged = merged(data, MovingAverage.DEFAULT, 3);

        whole.ranges().byName().forEach((tensor, range) -> {
            float width = range.max() - range.min();
            assertThat(merged.ranges().of(tensor).orElseThrow().max()).isCloseTo(range.max(), within(1e-6f * width));
            assertThat(merged.ranges().of(tensor).orElseThrow().min()).isCloseTo(range.min(), within(1e-6f * width));
        });
    }

    @Test
    void aPartThatIsMissingOrThereTwiceIsRefused() throws Exception {
        Examples data = data();
        PartialCalibration first = calibrator(data).part(graph(), new MinMax(), 0, 4);
        first.merge(calibrator(data).part(graph(), new MinMax(), 2, 4));

        assertThatIllegalStateException()
                .isThrownBy(first::calibration)
                .withMessage("of 4 parts of a calibration, only these are there: 0, 2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> first.merge(calibrator(data).part(graph(), new MinMax(), 2, 4)))
                .withMessage("part 2 of 4 is there already");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> first.merge(calibrator(data).part(graph(), new MinMax(), 2, 5)))
                .withMessageContaining("with one of 5 ");
    }

    @Test
    void samplesThatComeOneAfterTheOtherHaveNoParts() {
        assertThatThrownBy(() -> Calibrator.ofSamples(List.of()).part(graph(), new MinMax(), 0, 2))
                .isInstanceOf(CalibrationException.class)
                .hasMessageContaining("cannot be cut into parts; calibrate with a data set");
    }

    private static Examples data() throws IOException {
        return Examples.golden("mnist_softmax", 28, 28);
    }

    private static Graph graph() throws IOException {
        return GraphReader.read(Golden.file("mnist_softmax/float.tflite"));
    }

    private static Calibrator calibrator(Examples data) {
        return Calibrator.of(data, 50).withName("mnist_softmax");
    }

    private static Calibration merged(Examples data, CalibrationMethod method, int parts) throws Exception {
        List<PartialCalibration> all = new ArrayList<>();
        for (int part = 0; part < parts; part++) {
            all.add(elsewhere(calibrator(data).part(graph(), method, part, parts)));
        }
        Collections.shuffle(all, new Random(SEED));
        PartialCalibration merged = all.get(0);
        all.subList(1, parts).forEach(merged::merge);
        return merged.calibration();
    }

    private static PartialCalibration elsewhere(PartialCalibration partial) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(partial);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return (PartialCalibration) in.readObject();
        }
    }
}
