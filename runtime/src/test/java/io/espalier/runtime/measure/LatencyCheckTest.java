// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime.measure;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.runtime.interpreter.InterpreterOptions;
import io.espalier.runtime.interpreter.TfliteModel;
import io.espalier.testing.Golden;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class LatencyCheckTest {
    /** The kernel of TFLite takes some fifty times as long as XNNPACK's: no other program on the machine hides that. */
    @Test
    void aFileThatLostXnnpackIsSlowerAndTheOperatorIsNamed() throws IOException {
        LatencyCheck check = LatencyCheck.run(
                TfliteModel.read(Golden.file("mobile_big/dynamic.tflite")),
                TfliteModel.read(Golden.file("mobile_big/float.tflite")),
                InterpreterOptions.DEFAULTS);

        assertThat(check.isSlower()).isTrue();
        assertThat(check.isQuicker()).isFalse();
        assertThat(check.profile()
                        .orElseThrow()
                        .slower()
                        .get(0)
                        .operator()
                        .orElseThrow()
                        .type())
                .isEqualTo("DEPTHWISE_CONV_2D");
    }
}
