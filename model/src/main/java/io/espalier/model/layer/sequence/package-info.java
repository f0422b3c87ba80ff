// SPDX-License-Identifier: Apache-2.0
/** Masks of sequences, and recurrent layers that take one, or take and return states. */
@NullMarked
package io.espalier.model.layer.sequence;

import org.jspecify.annotations.NullMarked;
