#!/usr/bin/env bash
# Sign dist/LLM Cost Planner.app, have it notarised and put it on a disk image: build.sh VERSION
# SIGNING_IDENTITY names the certificate and NOTARY_PROFILE the stored account; without them the image is for own use.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
version=$1
app="dist/LLM Cost Planner.app"
image="dist/llm-cost-planner-$version-macos-$(uname -m).dmg"

# From the inside out: a signature covers what was signed before it.
find "$app" -type f \( -name '*.dylib' -o -name '*.so' \) -print0 |
    xargs -0 codesign --force --timestamp --options runtime --sign "${SIGNING_IDENTITY:--}"
codesign --force --timestamp --options runtime --sign "${SIGNING_IDENTITY:--}" "$app"
codesign --verify --deep --strict "$app"

rm -f "$image"
hdiutil create -volname "LLM Cost Planner" -srcfolder "$app" -format UDZO "$image"
if [[ -n ${NOTARY_PROFILE:-} ]]; then
    xcrun notarytool submit "$image" --keychain-profile "$NOTARY_PROFILE" --wait
    xcrun stapler staple "$image"
fi
