// SPDX-License-Identifier: Apache-2.0
package io.espalier.bench.board;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.bench.Report;
import io.espalier.testing.Golden;
import io.espalier.testing.rig.CmsisNn;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("conformance")
class BoardSmokeTest {
    private final Report report = new Report();

    @Test
    void generatedCIsMeasuredOnABoardAndHere() throws IOException {
        var all = Microcontroller.measure(
                List.of(Golden.file("mnist_softmax/int8.tflite")),
                new Microcontroller.Effort(3, 1, 5, List.of("-O2")),
                report.out());

        assertThat(all).hasSize(2).allSatisfy(figures -> {
            assertThat(figures.footprint().flash()).isPositive();
            assertThat(figures.instructions()).isPositive();
            assertThat(figures.others()).isZero();
            assertThat(figures.latency().ratio(Double::doubleValue)).isPositive();
        });
    }

    @Test
    void callsOfCmsisNnAreMeasured(@TempDir Path folder) throws IOException {
        var figures = CmsisNnCalls.measure(
                        CmsisNn.standIn(folder),
                        List.of(Golden.file("mnist_softmax/int8.tflite")),
                        2,
                        List.of(),
                        report.out())
                .get(0);

        assertThat(figures.others()).isZero();
        assertThat(figures.called().instructions()).isPositive();
        assertThat(figures.called().footprint().ram())
                .isGreaterThan(figures.own().footprint().ram());
    }
}
