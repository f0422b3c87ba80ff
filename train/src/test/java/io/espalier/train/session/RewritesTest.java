// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.train.library.TensorFlowLibrary;
import org.junit.jupiter.api.Test;
import org.tensorflow.Graph;
import org.tensorflow.op.Ops;

class RewritesTest {
    @Test
    void aGraphIsRewrittenOnceItHasGrown() {
        try (Graph graph = TensorFlowLibrary.newGraph()) {
            Ops tf = Ops.create(graph);
            tf.math.add(tf.constant(1f), tf.constant(2f));

            assertThat(Rewrites.onceGrown(graph).getRewriteOptions().getMinGraphNodes())
                    .isEqualTo(4);
            assertThat(Rewrites.all().getRewriteOptions().getMinGraphNodes()).isZero();
        }
    }
}
