// SPDX-License-Identifier: Apache-2.0
package io.espalier.search.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.search.trial.Trial;
import io.espalier.search.trial.TrialResult;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FailedTrialsTest {
    private final FailedTrials failed = new FailedTrials();

    @Test
    void reasonsThatDifferInNumbersOnlyAreToldOnce() {
        assertThat(fails("1", "the loss is NaN at step 2 with learning rate 1.0E30"))
                .isTrue();
        assertThat(fails("2", "the loss is NaN at step 7 with learning rate 2.5"))
                .isFalse();
        assertThat(fails("3", "no layer 'dense'")).isTrue();
        assertThat(fails("4", "no layer 'conv'")).isTrue();
        assertThat(fails("5", "the loss is NaN at step 2 with learning rate 1e-3"))
                .isFalse();

        assertThat(failed.count()).isEqualTo(5);
        assertThat(failed.repeated()).containsExactly("2 more trials, as 1 did");
        assertThat(failed.repeated()).isEmpty();
        assertThat(fails("6", "the loss is NaN at step 1 with learning rate 1")).isFalse();
        assertThat(failed.repeated()).containsExactly("1 more trial, as 1 did");
    }

    private boolean fails(String id, String reason) {
        return failed.isNew(TrialResult.failed(new Trial(id, "small", "steps: []", Map.of(), 1), "", reason, 0, 0));
    }
}
