//! Lets Tauri read `tauri.conf.json`, the icons and the permissions into the binary. Each command
//! is named here, so that the window may call none without a permission of its own.

fn main() {
    let commands: &[&str] = &include!("commands/names.rs");
    let attributes = tauri_build::Attributes::new()
        .capabilities_path_pattern("src-tauri/desktop/capabilities/*.json")
        .app_manifest(tauri_build::AppManifest::new().commands(commands));
    if let Err(error) = tauri_build::try_build(attributes) {
        println!("cargo::error={error:#}");
    }
}
