//! What lies beside the evidence is kept in the project, and goes with its import.

use super::folder::Folder;
use super::{NOW, import, info, tables};

const TOWERS: &str = "radio,mcc,net,area,cell,unit,lon,lat,range,samples,changeable,created,updated,averageSignal\n\
                      LTE,452,4,1001,2564,0,106.77,21.03,1000,12,1,1459692342,1488347104,-90\n\
                      LTE,457,99,1001,2564,0,106.78,21.03,1000,12,1,1459692342,1488347104,-90\n";
const QUOTA: &str = "Khu phố;Số mẫu;Trung vị tải xuống (Mbps)\nKP01;310;45,5\nNơi khác;120;20\nTổng cộng;430;\n";

#[test]
fn layers_and_tables_beside_the_samples_come_back_from_the_project() {
    let folder = Folder::with_ward();
    folder.write("towers.csv", TOWERS);
    folder.write("quota.csv", QUOTA);
    let files = ["ward", "towers.csv", "quota.csv", "--zones", "zones.geojson", "--now", NOW];
    let direct = tables(&folder, &files);
    import(&folder, &["ward", "--zones", "zones.geojson"]);
    let without = tables(&folder, &["p.gpkg"]);
    // Alone they are an import of their own; again, they are known.
    let said = import(&folder, &["towers.csv"]);
    assert!(said.contains("towers.csv: cell towers, 2 records"), "{said}");
    assert!(
        import(&folder, &["quota.csv", "towers.csv"]).contains("quota.csv: numbers of samples of wards, 2 records")
    );
    super::assert_same(&direct, &tables(&folder, &["p.gpkg"]));
    let imports = info(&folder)["imports"].clone();
    assert_eq!(
        (imports[1]["context"][0]["kind"].as_str(), imports.as_array().map(Vec::len)),
        (Some("towers"), Some(3))
    );
    let layers = |folder: &Folder| -> i64 {
        let database = rusqlite::Connection::open(folder.path("p.gpkg")).unwrap();
        let query = "SELECT count(*) FROM gpkg_contents WHERE table_name IN ('context', 'quota')";
        database.query_row(query, [], |row| row.get(0)).unwrap()
    };
    assert_eq!(layers(&folder), 2);
    for id in ["3", "2"] {
        assert_eq!(folder.run(&["undo-import", "p.gpkg", id]).code, 0);
    }
    assert_eq!(layers(&folder), 0);
    super::assert_same(&without, &tables(&folder, &["p.gpkg"]));
}
