// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.measure;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.base.ProgressListener;
import io.espalier.data.DatasetSplit;
import io.espalier.data.catalog.NamedDatasets;
import io.espalier.experiment.statistics.Gzip;
import io.espalier.runtime.interpreter.TfliteModel;
import io.espalier.testing.Golden;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

class MeasurementTest {
    @Test
    void aTfliteFileIsMeasuredFromItsBytes() throws IOException {
        DatasetSplit digits = NamedDatasets.standard().open(NamedDatasets.MNIST_SAMPLE);
        byte[] file = Files.readAllBytes(Golden.file("mnist_softmax/float.tflite"));

        Measurement measured = Measurement.ofTflite(
                TfliteModel.of("digits", ByteBuffer.wrap(file)), digits.test(), 1, 25, ProgressListener.NONE);

        assertThat(measured.bytes()).isEqualTo(file.length);
        assertThat(measured.gzipBytes()).isLessThan(file.length);
        assertThat(measured.predictions().orElseThrow().size())
                .isEqualTo(digits.test().size());
        assertThat(measured.scores().values().iterator().next().main())
                .isEqualTo(measured.predictions()
                        .orElseThrow()
                        .accuracy(digits.test())
                        .value());
        assertThat(measured.speed().orElseThrow().latency().runs()).isEqualTo(25);
    }

    @Test
    void zerosTakeNextToNothingAfterGzip() {
        assertThat(Gzip.size(ByteBuffer.allocate(100_000))).isBetween(100L, 200L);
    }
}
