// SPDX-License-Identifier: Apache-2.0
/** Recurrent layers and their wrappers. */
@NullMarked
package io.espalier.model.layer.recurrent;

import org.jspecify.annotations.NullMarked;
