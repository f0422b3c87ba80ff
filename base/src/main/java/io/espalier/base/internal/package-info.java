// SPDX-License-Identifier: Apache-2.0
/** What the modules of Espalier share and users do not need: atomic files, locks, the nearest name, JSON trees, programs of the machine. */
@NullMarked
package io.espalier.base.internal;

import org.jspecify.annotations.NullMarked;
