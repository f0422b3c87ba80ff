// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.library;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.espalier.train.history.TrainingException;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LocaleDigitsTest {
    private final Locale before = Locale.getDefault(Locale.Category.FORMAT);

    @AfterEach
    void restore() {
        Locale.setDefault(Locale.Category.FORMAT, before);
    }

    @Test
    void aLocaleOfOtherDigitsIsRefusedWithTheWayOut() {
        Locale.setDefault(Locale.Category.FORMAT, Locale.forLanguageTag("ar-EG"));

        assertThatExceptionOfType(TrainingException.class)
                .isThrownBy(TensorFlowLibrary::newGraph)
                .withMessageContainingAll("ar_EG", "Locale.setDefault(Locale.Category.FORMAT, Locale.ROOT)");
    }

    @Test
    void aLocaleOfOtherSeparatorsIsNot() {
        Locale.setDefault(Locale.Category.FORMAT, Locale.GERMANY);

        assertThatCode(() -> TensorFlowLibrary.newGraph().close()).doesNotThrowAnyException();
    }
}
