// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.tensorflow.proto.ConfigProto;

class ThreadsTest {
    @Test
    void aSessionHasAsManyThreadsOfItsOwnAsItAskedFor() {
        ConfigProto config = Threads.config(3);

        assertThat(config.getUsePerSessionThreads()).isTrue();
        assertThat(config.getInterOpParallelismThreads()).isEqualTo(3);
        assertThat(config.getIntraOpParallelismThreads()).isEqualTo(3);
    }

    @Test
    void withTwoThreadsTheCallerRunsTheOperations() {
        assertThat(Threads.config(2).getInterOpParallelismThreads()).isEqualTo(-1);
        assertThat(Threads.config(2).getIntraOpParallelismThreads()).isEqualTo(2);
    }

    @Test
    void threadsDoNotSpinWhileTheyWait() {
        assertThat(Threads.config(1).getExperimental().getDisableThreadSpinning())
                .isTrue();
    }
}
