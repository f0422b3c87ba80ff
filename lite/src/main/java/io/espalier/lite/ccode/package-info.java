// SPDX-License-Identifier: Apache-2.0
/** TFLite models as C that needs no interpreter: start at {@link io.espalier.lite.ccode.CExport}. */
@org.jspecify.annotations.NullMarked
package io.espalier.lite.ccode;
