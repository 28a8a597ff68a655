#!/usr/bin/env bash
# Wrap dist/llm-cost-planner as a Debian package and as an archive: build.sh VERSION
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
version=$1
name=llm-cost-planner
architecture=$(dpkg --print-architecture)
tree=build/deb

rm -rf "$tree"
mkdir -p "$tree"/{DEBIAN,usr/bin,usr/lib,usr/share/{applications,metainfo,icons/hicolor/scalable/apps,"doc/$name"}}
cp -a "dist/$name" "$tree/usr/lib/$name"
ln -s "../lib/$name/$name" "$tree/usr/bin/$name"
cp "packaging/linux/$name.desktop" "$tree/usr/share/applications/"
cp "packaging/linux/$name.metainfo.xml" "$tree/usr/share/metainfo/"
cp resources/icons/application.svg "$tree/usr/share/icons/hicolor/scalable/apps/$name.svg"
cp LICENSE "$tree/usr/share/doc/$name/copyright"
gzip -9n <packaging/CHANGELOG.md >"$tree/usr/share/doc/$name/changelog.gz"
find "$tree" -type d -exec chmod 755 {} +
find "$tree" -type f -exec chmod u=rwX,go=rX {} +
sed -e "s/@VERSION@/$version/" -e "s/@ARCHITECTURE@/$architecture/" \
    -e "s/@SIZE@/$(du -sk "$tree" | cut -f1)/" packaging/linux/control >"$tree/DEBIAN/control"

dpkg-deb --root-owner-group -Zxz --build "$tree" "dist/${name}_${version}_${architecture}.deb"
tar -C dist --owner=0 --group=0 -cJf "dist/$name-$version-linux-$architecture.tar.xz" "$name"
