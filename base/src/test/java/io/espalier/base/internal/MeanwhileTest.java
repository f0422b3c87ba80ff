// SPDX-License-Identifier: Apache-2.0
package io.espalier.base.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class MeanwhileTest {
    @Test
    void anotherThreadDoesTheWork() {
        Meanwhile<Thread> worker = Meanwhile.of(Thread::currentThread);

        assertThat(worker.get()).isNotEqualTo(Thread.currentThread());
    }

    @Test
    void whatTheWorkThrowsIsThrownToWhoAsksForTheResult() {
        Meanwhile<Integer> failing = Meanwhile.of(() -> Integer.parseInt("none"));

        assertThatThrownBy(failing::get).isInstanceOf(NumberFormatException.class);
    }
}
