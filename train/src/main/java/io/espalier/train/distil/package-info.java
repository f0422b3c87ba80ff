// SPDX-License-Identifier: Apache-2.0
/** Losses against a teacher. */
@NullMarked
package io.espalier.train.distil;

import org.jspecify.annotations.NullMarked;
