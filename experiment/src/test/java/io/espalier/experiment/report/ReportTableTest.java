// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.espalier.base.Provenance;
import io.espalier.experiment.measure.Machine;
import io.espalier.experiment.report.Report.Variant;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReportTableTest {
    private static final Provenance PROVENANCE = Provenance.here("test", null, null, List.of());

    @Test
    void everyVariantHasARowAlignedBelowTheTitles() {
        List<String> lines = report().toText(OptionalInt.empty()).lines().toList();

        assertThat(lines).hasSize(4);
        assertThat(lines).extracting(String::length).containsOnly(lines.get(0).length());
        assertThat(lines.get(2)).contains("baseline.h5", "98,928", "100.0%", "0.9455", " - ");
        assertThat(lines.get(3)).contains("dynamic.tflite", "24,336", "24.6%", "0.9457", "0.9990", "21.5 \u00b5s");
    }

    @Test
    void aSampleThatStandsInForTheWholeIsAnnouncedAboveTheTable() {
        String table = report("mnist").toText(OptionalInt.empty());

        assertThat(table).startsWith("WARNING: sample INSTEAD OF mnist").contains("baseline.h5");
    }

    @Test
    void theReportKeepsFullPrecisionAndSaysNullWhereNothingWasMeasured() throws IOException {
        JsonNode json = new JsonMapper().readTree(report().toJson());

        assertThat(json.at("/lab").asText()).isEqualTo("mnist");
        assertThat(json.at("/variants/1/latencyMicros").asDouble()).isEqualTo(21.5123456789);
        assertThat(json.at("/variants/0/latencyMicros").isNull()).isTrue();
        assertThat(json.at("/variants/0/provenance/recipe").asText()).isEqualTo("test");
    }

    private static Report report() {
        return report(null);
    }

    private static Report report(@Nullable String insteadOf) {
        return new Report(
                "mnist",
                "0.1.0",
                Machine.here(),
                Map.of(),
                null,
                new Report.Data("sample", "here", Map.of(), 60_000, 10_000, insteadOf),
                new Report.Settings(128, 0.1, 42, 2, null),
                new Report.Purpose("classes", false, "sparse_categorical_crossentropy", "accuracy", null),
                List.of(),
                List.of(
                        new Variant(
                                "baseline.h5",
                                98_928,
                                78_073,
                                Map.of("accuracy", 0.9455),
                                null,
                                null,
                                null,
                                0,
                                20_280,
                                null,
                                null,
                                1.5,
                                "a",
                                PROVENANCE),
                        new Variant(
                                "dynamic.tflite",
                                24_336,
                                20_000,
                                Map.of("accuracy", 0.9457),
                                21.5123456789,
                                30.0,
                                40_960L,
                                0.01,
                                255,
                                0.999,
                                0.01,
                                0.5,
                                "b",
                                PROVENANCE)));
    }
}
