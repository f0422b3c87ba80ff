// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.library;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TensorFlowVersionTest {
    @Test
    void whatTheBuildSaysIsWhatTheLibrarySays() {
        assertThat(TensorFlowVersion.installed()).hasValue(TensorFlowVersion.current());
    }
}
