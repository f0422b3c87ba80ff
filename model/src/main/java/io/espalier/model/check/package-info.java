// SPDX-License-Identifier: Apache-2.0
/** Checks of arguments and input shapes that several layers share. */
@NullMarked
package io.espalier.model.check;

import org.jspecify.annotations.NullMarked;
