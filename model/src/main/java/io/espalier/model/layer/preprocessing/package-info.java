// SPDX-License-Identifier: Apache-2.0
/** Preprocessing layers. */
@NullMarked
package io.espalier.model.layer.preprocessing;

import org.jspecify.annotations.NullMarked;
