// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RunNotesTest {
    @Test
    void timesHaveSecondsAlsoWhereTheseAreZero() {
        assertThat(RunNotes.time(60)).isEqualTo("1970-01-01T00:01:00Z");
        assertThat(RunNotes.time(61)).isEqualTo("1970-01-01T00:01:01Z");
    }
}
