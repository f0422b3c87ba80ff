// SPDX-License-Identifier: Apache-2.0
package io.espalier.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.model.Provenance;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class VerdictTest {
    private static final Provenance PROVENANCE = Provenance.here("test", null, null, List.of());

    @Test
    void ofFilesThatLoseLittleTheSmallestIsRecommended() {
        String verdict = verdict(
                variant("baseline.h5", 1000, 0.95, null),
                variant("large.tflite", 900, 0.97, 5.0),
                variant("small.tflite", 200, 0.95, 7.0),
                variant("tiny.tflite", 100, 0.9449, 7.0));

        assertThat(verdict.lines())
                .containsExactly(
                        "Smallest: tiny.tflite, 2,000 bytes, 100 when compressed: 10.0% of baseline.h5.",
                        "Most accurate: large.tflite, 0.9700.",
                        "For an edge device: small.tflite. It takes the least room of all that lose no more than half a "
                                + "point of accuracy against baseline.h5: 200 bytes when compressed, 20.0% of baseline.h5, which it equals in accuracy; "
                                + "one example takes 7.0 µs.");
    }

    @Test
    void whereAllLoseMoreTheyMayLoseAPointAgainstTheBestOfThem() {
        String verdict = verdict(
                variant("baseline.h5", 1000, 0.95, null),
                variant("large.tflite", 900, 0.94, 5.0),
                variant("small.tflite", 200, 0.935, 7.0),
                variant("tiny.tflite", 100, 0.92, 7.0));

        assertThat(verdict)
                .contains("Most accurate: baseline.h5, 0.9500; of the .tflite files large.tflite, 0.9400.")
                .contains("For an edge device: small.tflite.", "none comes within half a point of baseline.h5")
                .contains("trails by 1.50 points of accuracy");
    }

    @Test
    void ofTwoAsSmallTheQuickerIsRecommended() {
        String verdict = verdict(
                variant("baseline.h5", 1000, 0.95, null),
                variant("slow.tflite", 200, 0.96, 7.0),
                variant("quick.tflite", 200, 0.95, 5.0));

        assertThat(verdict).contains("For an edge device: quick.tflite.");
    }

    @Test
    void aFileThatTheRuntimeRunsManyTimesSlowerIsNotRecommended() {
        String verdict = verdict(
                variant("baseline.h5", 1000, 0.95, null),
                variant("slow.tflite", 100, 0.96, 50.0),
                variant("quick.tflite", 200, 0.95, 5.0));

        assertThat(verdict).contains("Smallest: slow.tflite").contains("For an edge device: quick.tflite.");
    }

    @Test
    void withoutFilesForTheRuntimeThereIsNothingToSay() {
        assertThat(verdict(variant("baseline.h5", 1000, 0.95, null))).isEmpty();
    }

    private static String verdict(Variant... variants) {
        return Verdict.of(new Report(
                "test",
                "0.1.0",
                Machine.here(),
                Map.of(),
                null,
                new Report.Data("sample", "here", Map.of(), 10, 10, null),
                new Report.Settings(128, 0, 0, 1),
                List.of(),
                List.of(variants)));
    }

    private static Variant variant(String name, long gzipBytes, double accuracy, @Nullable Double latency) {
        return new Variant(
                name,
                20 * gzipBytes,
                gzipBytes,
                accuracy,
                latency,
                latency,
                0L,
                0,
                16,
                1.0,
                0.0,
                1,
                "hash",
                PROVENANCE);
    }
}
