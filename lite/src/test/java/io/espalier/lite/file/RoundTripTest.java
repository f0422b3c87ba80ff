// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.lite.Graph;
import io.espalier.lite.SharedModels;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Files that Google's converter, the AI Edge quantizer and the makers of TFLite Micro and MLPerf Tiny wrote. */
class RoundTripTest {

    static List<Path> models() throws IOException {
        return SharedModels.all();
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("models")
    void everyModelIsWrittenAgainWithoutLossAndNoLarger(Path path) throws IOException {
        Graph read = GraphReader.read(path);

        byte[] written = GraphWriter.toBytes(read);

        assertThat(GraphReader.read(ByteBuffer.wrap(written))).isEqualTo(read);
        assertThat(written).hasSizeLessThanOrEqualTo((int) Files.size(path));
    }
}
