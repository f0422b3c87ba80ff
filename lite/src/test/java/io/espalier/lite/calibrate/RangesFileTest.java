// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.calibrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.model.tensor.ModelException;
import io.espalier.model.tensor.ValueRange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RangesFileTest {
    @Test
    void rangesAreReadAsTheyWereWrittenAndInTheSameOrder(@TempDir Path folder) throws IOException {
        Map<String, ValueRange> byName = new LinkedHashMap<>();
        byName.put("z/\"quoted\" \u00e4", new ValueRange(-0.1f, 1 / 3f));
        byName.put("", new ValueRange(-Float.MAX_VALUE, Float.MIN_VALUE));
        byName.put("a", new ValueRange(0, 16777216f));
        TensorRanges ranges = new TensorRanges(byName);
        Path file = folder.resolve("ranges.json");

        RangesFile.write(file, ranges);

        assertThat(RangesFile.read(file)).isEqualTo(ranges);
        assertThat(RangesFile.read(file).byName().keySet()).containsExactlyElementsOf(byName.keySet());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "{}",
                "{\"ranges\": 3}",
                "{\"ranges\": {}} {}",
                "{\"ranges\": {\"a\": [0, 1]}}",
                "{\"ranges\": {\"a\": {\"min\": 0}}}",
                "{\"ranges\": {\"a\": {\"min\": \"0\", \"max\": 1}}}",
                "{\"ranges\": {\"a\": {\"min\": 2, \"max\": 1}}}",
                "{\"ranges\": {\"a\": {\"min\": 0, \"max\": 1e39}}}"
            })
    void aTextThatHoldsNoRangesIsRefusedWithItsName(String json) {
        assertThatThrownBy(() -> RangesFile.fromJson("x.json", json))
                .isInstanceOf(CalibrationException.class)
                .hasMessageStartingWith("x.json: ");
    }

    @Test
    void aFileOfBytesThatAreNoTextIsRefused(@TempDir Path folder) throws IOException {
        Path file = Files.write(folder.resolve("ranges.json"), new byte[] {(byte) 0xC3, 0x28});

        assertThatThrownBy(() -> RangesFile.read(file))
                .isInstanceOf(CalibrationException.class)
                .hasMessageContaining(file.toString());
    }

    @ParameterizedTest
    @CsvSource({"1, 0", "NaN, 1", "0, NaN", "-Infinity, 0", "0, Infinity"})
    void aRangeIsFiniteAndNotUpsideDown(float min, float max) {
        assertThatExceptionOfType(ModelException.class).isThrownBy(() -> new ValueRange(min, max));
    }

    @Test
    void oneRangeIsReplaced() {
        TensorRanges ranges = new TensorRanges(Map.of("a", new ValueRange(0, 1), "b", new ValueRange(0, 2)));

        TensorRanges changed = ranges.with("a", new ValueRange(-1, 1));

        assertThat(changed.of("a")).contains(new ValueRange(-1, 1));
        assertThat(changed.of("b")).contains(new ValueRange(0, 2));
        assertThat(changed.of("c")).isEmpty();
        assertThat(ranges.of("a")).contains(new ValueRange(0, 1));
    }
}
