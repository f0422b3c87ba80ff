// SPDX-License-Identifier: Apache-2.0
/** Parts of a layer, as nodes of their own. */
@NullMarked
package io.espalier.model.part;

import org.jspecify.annotations.NullMarked;
