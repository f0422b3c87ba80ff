// SPDX-License-Identifier: Apache-2.0
/** The tables of options of all builtin operators, field by field. */
@NullMarked
package io.espalier.lite.schema.table;

import org.jspecify.annotations.NullMarked;
