// SPDX-License-Identifier: Apache-2.0
package io.espalier.bench;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class AssetsTest {
    @Test
    void aFileThatIsNotThereIsAskedForByName() {
        assertThatThrownBy(() -> Assets.path("nowhere/model.tflite"))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("nowhere/model.tflite")
                .hasMessageContaining("espalier.assets");
    }
}
