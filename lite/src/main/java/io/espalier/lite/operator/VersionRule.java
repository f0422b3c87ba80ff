// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.operator;

import java.util.Optional;

/**
 * A use of an operator that needs a later version than its types alone.
 *
 * @param version the lowest that has it
 * @param activations the only type of activations that the rule applies to; empty if it applies to all
 */
public record VersionRule(int version, Condition condition, Optional<ActivationType> activations) {
    /** Whether the rule applies to this type of activations. */
    public boolean appliesTo(ActivationType type) {
        return activations.isEmpty() || activations.get() == type;
    }
}
