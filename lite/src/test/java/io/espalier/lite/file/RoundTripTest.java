// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.lite.Graph;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Files that Google's converter, the AI Edge quantizer and the makers of TFLite Micro and MLPerf Tiny wrote. */
class RoundTripTest {
    @ParameterizedTest
    @MethodSource("io.espalier.testing.Golden#models")
    void everyFileOfGooglesConverterIsWrittenAgain(Path path) throws IOException {
        assertIsWrittenAgainWithoutLossAndNoLarger(path);
    }

    @ParameterizedTest
    @Tag("conformance")
    @MethodSource("io.espalier.testing.Assets#models")
    void everyFileOfOthersIsWrittenAgain(Path path) throws IOException {
        assertIsWrittenAgainWithoutLossAndNoLarger(path);
    }

    private static void assertIsWrittenAgainWithoutLossAndNoLarger(Path path) throws IOException {
        Graph read = GraphReader.read(path);

        byte[] written = GraphWriter.toBytes(read);

        assertThat(GraphReader.read(ByteBuffer.wrap(written))).isEqualTo(read);
        assertThat(written).hasSizeLessThanOrEqualTo((int) Files.size(path));
    }
}
