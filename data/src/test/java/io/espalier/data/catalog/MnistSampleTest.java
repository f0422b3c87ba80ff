// SPDX-License-Identifier: Apache-2.0
package io.espalier.data.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.base.Scaling;
import io.espalier.base.internal.Sha256;
import io.espalier.data.Dataset;
import io.espalier.data.DatasetSplit;
import io.espalier.data.ElementSpec;
import io.espalier.data.ElementType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MnistSampleTest {
    private final DatasetSplit sample =
            NamedDatasets.standard().withHome(Path.of("never-used")).open(NamedDatasets.MNIST_SAMPLE);

    @Test
    void holdsFiveThousandAndOneThousandDigits() {
        assertThat(sample.train().size()).isEqualTo(5_000);
        assertThat(sample.test().size()).isEqualTo(1_000);
        assertThat(sample.train().features()).isEqualTo(ElementSpec.of(ElementType.UINT8, 28, 28));
        assertThat(sample.train().targets()).isEqualTo(ElementSpec.of(ElementType.INT32));
        assertThat(sample.train().scaling()).isEqualTo(Scaling.UNIT);
        assertThat(sample.train().classNames()).containsExactly("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
    }

    @Test
    void hasTheContentThatTheScriptCuts() {
        assertThat(sample.origin().sha256())
                .hasSize(4)
                .allSatisfy((file, sha256) ->
                        assertThat(Sha256.of(MnistSample.unpack(file + ".gz"))).isEqualTo(sha256));
    }

    @Test
    void everyClassHasItsShareOfTheWhole() {
        // Counts of the 60,000: 5923 6742 5958 6131 5842 5421 5918 6265 5851 5949 (Keras, mnist.load_data).
        int[] whole = {5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949};

        int[] counts = new int[10];
        IntBuffer labels = labels(sample.train());
        while (labels.hasRemaining()) {
            counts[labels.get()]++;
        }

        for (int digit = 0; digit < 10; digit++) {
            assertThat(Math.abs(counts[digit] - whole[digit] / 12.0))
                    .as("digit %d, %d examples", digit, counts[digit])
                    .isLessThanOrEqualTo(1);
        }
    }

    private static IntBuffer labels(Dataset dataset) {
        int size = dataset.size();
        ByteBuffer features = ByteBuffer.allocate(size * dataset.features().bytes());
        ByteBuffer targets = ByteBuffer.allocate(size * 4).order(ByteOrder.nativeOrder());
        dataset.read(IntStream.range(0, size).toArray(), 0, size, features, targets);
        return targets.flip().asIntBuffer();
    }
}
